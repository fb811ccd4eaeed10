/**
 * Pooling of packed sequences' tokens by weights that are known before (Reimers & Gurevych, 2019: means, the first token),
 * or by their maximum, and its gradient.
 */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './pool.wgsl?raw';

const forwardKernel: Kernel = { name: 'pool', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'poolBackward', wgsl, entryPoint: 'backward' };
const maximaKernel: Kernel = { name: 'poolBackwardOfMaxima', wgsl, entryPoint: 'backwardOfMaxima' };
const WORKGROUP = 64;

export interface PoolSizes {
  sequences: number;
  /** Rows of the packed matrix; those beyond the last sequence belong to none. */
  tokens: number;
  hidden: number;
  /** Of each mode, whether it is the maximum of the tokens instead of their weighted sum. */
  maxima: readonly boolean[];
}

const fields = ({ sequences, tokens, hidden, maxima }: PoolSizes): number[] => [
  sequences,
  tokens,
  hidden,
  maxima.length,
  maxima.reduce((bits, greatest, mode) => bits | (Number(greatest) << mode), 0),
];

/**
 * @param states [tokens, hidden]; @param weights [tokens, modes], 0 for tokens that do not count
 * @param cuSeqlens u32 [sequences + 1], where each sequence begins and the last ends
 * @param out [sequences, modes · hidden]; zeros for a sequence none of whose tokens count
 */
export function pool(
  to: Dispatcher,
  states: BufferSlice,
  weights: BufferSlice,
  cuSeqlens: BufferSlice,
  out: BufferSlice,
  sizes: PoolSizes,
): void {
  const groups = Math.ceil((sizes.maxima.length * sizes.hidden) / WORKGROUP);
  to.dispatch(forwardKernel, fields(sizes), [states, weights, cuSeqlens, out], [groups, sizes.sequences]);
}

/**
 * @param gradient [sequences, modes · hidden]; @param out [tokens, hidden], zeros beyond the last sequence
 * @param forward `states` and what {@link pool} made of them; needed where a mode is a maximum
 */
export function poolBackward(
  to: Dispatcher,
  { gradient, weights, cuSeqlens }: Record<'gradient' | 'weights' | 'cuSeqlens', BufferSlice>,
  forward: Record<'states' | 'pooled', BufferSlice> | undefined,
  out: BufferSlice,
  sizes: PoolSizes,
): void {
  const bindings = [gradient, weights, cuSeqlens, out, ...(forward ? [forward.states, forward.pooled] : [])];
  to.dispatch(forward ? maximaKernel : backwardKernel, fields(sizes), bindings, [Math.ceil(sizes.hidden / WORKGROUP), sizes.tokens]);
}
