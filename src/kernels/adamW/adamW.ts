/** AdamW over all tensors in one dispatch, with the gradients scaled to a global norm. */
import { type BufferSlice, type Dispatcher, elementwise, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './adamW.wgsl?raw';

/** Every tensor begins at a multiple of this many values. */
export const BLOCK = 64;
const adamWKernel: Kernel = { name: 'adamW', wgsl, constants: { QUADS: BLOCK / 16 } };
const WORKGROUP = 64;

export interface AdamWSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
}

export interface AdamWBuffers<T> {
  /** [count], updated in place; the count is a multiple of BLOCK. */
  parameters: T;
  /** [count] */
  gradients: T;
  /** [count / 4, 2, 4]: first and second moments of every four values, updated in place. */
  moments: T;
  /** u32 [count / BLOCK]: the group of every block. */
  groupOf: T;
  /** [groups, 4]: rows of {@link adamWGroup}. */
  groups: T;
  /** [2] of clipFactor: the norm, and the factor of the gradients. */
  clip: T;
  /** [1]: receives the norm. */
  norm: T;
}

/**
 * What a step needs of a group of parameters.
 *
 * @param step of the group, counted from 1; undefined for a group that sits this step out
 */
export function adamWGroup(
  learningRate: number,
  weightDecay: number,
  step: number | undefined,
  { beta1, beta2 }: Pick<AdamWSettings, 'beta1' | 'beta2'>,
): number[] {
  if (step === undefined) return [0, 0, 0, 0];
  return [1 - learningRate * weightDecay, learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step), 1];
}

export function adamW(to: Dispatcher, buffers: AdamWBuffers<BufferSlice>, count: number, { beta1, beta2, epsilon }: AdamWSettings): void {
  const { parameters, gradients, moments, groupOf, groups, clip, norm } = buffers;
  const workgroups = elementwise((4 * count) / BLOCK, WORKGROUP);
  const words = [count, workgroups[0] * WORKGROUP, ...[beta1, beta2, 1 - beta1, 1 - beta2, epsilon].map(floatBits)];
  to.dispatch(adamWKernel, words, [parameters, gradients, moments, groupOf, groups, clip, norm], workgroups);
}
