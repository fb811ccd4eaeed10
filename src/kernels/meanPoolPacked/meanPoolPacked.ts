/** Mean over the tokens of every packed sequence (Reimers & Gurevych, 2019), and its gradient. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './meanPoolPacked.wgsl?raw';

const forwardKernel: Kernel = { name: 'meanPoolPacked', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'meanPoolPackedBackward', wgsl, entryPoint: 'backward' };
const WORKGROUP = 64;

export interface PackedSizes {
  sequences: number;
  /** Rows of the packed matrix; those beyond the last sequence belong to none. */
  tokens: number;
  hidden: number;
}

/**
 * @param states [tokens, hidden]; @param cuSeqlens u32 [sequences + 1], where each sequence begins and the last ends
 * @param out [sequences, hidden]; zeros for a sequence without tokens
 */
export function meanPoolPacked(to: Dispatcher, states: BufferSlice, cuSeqlens: BufferSlice, out: BufferSlice, sizes: PackedSizes): void {
  const { sequences, tokens, hidden } = sizes;
  to.dispatch(forwardKernel, [sequences, tokens, hidden], [states, cuSeqlens, out], [Math.ceil(hidden / WORKGROUP), sequences]);
}

/** @param gradient [sequences, hidden]; @param out [tokens, hidden], zeros beyond the last sequence */
export function meanPoolPackedBackward(
  to: Dispatcher,
  gradient: BufferSlice,
  cuSeqlens: BufferSlice,
  out: BufferSlice,
  sizes: PackedSizes,
): void {
  const { sequences, tokens, hidden } = sizes;
  to.dispatch(backwardKernel, [sequences, tokens, hidden], [gradient, cuSeqlens, out], [Math.ceil(hidden / WORKGROUP), tokens]);
}
