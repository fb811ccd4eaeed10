/** torch.nn.functional.dropout in training, with masks from a counter-based generator. */
import { type BufferSlice, type Dispatcher, elementwise, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './dropout.wgsl?raw';

const dropoutKernel: Kernel = { name: 'dropout', wgsl };
const WORKGROUP = 64;

export interface DropoutSizes {
  count: number;
  /** Share of elements dropped, in [0, 1). */
  probability: number;
  /** Tells this dropout from the others of a program. */
  op: number;
}

/** @param counter u32 [2]: the run's seed and the step's number */
export function dropout(to: Dispatcher, x: BufferSlice, counter: BufferSlice, out: BufferSlice, sizes: DropoutSizes): void {
  const { count, probability, op } = sizes;
  const groups = elementwise(count, WORKGROUP);
  const words = [count, groups[0] * WORKGROUP, op, dropThreshold(probability), floatBits(1 / (1 - probability))];
  to.dispatch(dropoutKernel, words, [x, counter, out], groups);
}

/** Draws below this are dropped. */
export function dropThreshold(probability: number): number {
  return Math.min(0xffffffff, Math.round(probability * 2 ** 32));
}
