/** AdamW over all tensors in one dispatch, with the gradients clipped to a global norm. */
import { type BufferSlice, type Dispatcher, elementwise, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { NORM_PARTS } from '../squaredNorm/squaredNorm';
import wgsl from './adamW.wgsl?raw';

/** Every tensor begins at a multiple of this many values. */
export const BLOCK = 64;
const adamWKernel: Kernel = { name: 'adamW', wgsl, constants: { BLOCK, NORM_PARTS } };
const WORKGROUP = 256;

export interface AdamWSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Global norm that gradients are scaled down to; 0 for no limit. */
  maxNorm: number;
}

export interface AdamWBuffers<T> {
  /** [count], updated in place. */
  parameters: T;
  /** [count] */
  gradients: T;
  /** [count, 2]: first and second moment, updated in place. */
  moments: T;
  /** u32 [count / BLOCK]: the group of every block. */
  groupOf: T;
  /** [groups, 4]: learning rate, weight decay, 1 − β₁ᵗ, 1 − β₂ᵗ; zeros for a group that sits this step out. */
  groups: T;
  /** Partial sums of squares from squaredNorm. */
  normParts: T;
  /** [1]: receives the norm before clipping. */
  norm: T;
}

export function adamW(to: Dispatcher, buffers: AdamWBuffers<BufferSlice>, count: number, settings: AdamWSettings): void {
  const { parameters, gradients, moments, groupOf, groups, normParts, norm } = buffers;
  const { maxNorm, beta1, beta2, epsilon } = settings;
  const workgroups = elementwise(count, WORKGROUP);
  const words = [count, workgroups[0] * WORKGROUP, floatBits(maxNorm), floatBits(beta1), floatBits(beta2), floatBits(epsilon)];
  to.dispatch(adamWKernel, words, [parameters, gradients, moments, groupOf, groups, normParts, norm], workgroups);
}
