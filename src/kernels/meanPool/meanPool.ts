/** Dispatch of the masked mean over tokens (Reimers & Gurevych, 2019: the MEAN strategy). */

import type { BufferSlice } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import type { Recorder } from '../../gpu/recorder';
import wgsl from './meanPool.wgsl?raw';

export const meanPoolKernel: Kernel = { name: 'meanPool', wgsl };
const WORKGROUP = 64;

/**
 * @param states [batch, length, hidden] float32
 * @param mask [batch, length] u32, 1 for tokens that count
 * @returns [batch, hidden] float32; zeros for a sentence without tokens
 */
export function meanPool(
  recorder: Recorder,
  states: BufferSlice,
  mask: BufferSlice,
  batch: number,
  length: number,
  hidden: number,
): BufferSlice {
  const pooled = recorder.temporary(batch * hidden * 4);
  recorder.dispatch(meanPoolKernel, [batch, length, hidden, 0], [states, mask, pooled], [Math.ceil(hidden / WORKGROUP), batch]);
  return pooled;
}
