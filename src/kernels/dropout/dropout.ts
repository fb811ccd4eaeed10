/** torch.nn.functional.dropout in training, with masks from a counter-based generator. */
import { type BufferSlice, type Dispatcher, elementwise, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './dropout.wgsl?raw';
import pcg4d from './pcg4d.wgsl?raw';

const KERNEL: Kernel = { name: 'dropout', wgsl: pcg4d + wgsl };
const WORKGROUP = 64;

export interface Dropout {
  /** Share of elements dropped, in [0, 1). */
  probability: number;
  /** Tells this dropout from the others of a program. */
  op: number;
}

/**
 * @param counter u32 [2]: the run's seed and the step's number
 * @param count elements of x and out
 */
export function dropout(to: Dispatcher, x: BufferSlice, counter: BufferSlice, out: BufferSlice, count: number, settings: Dropout): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(KERNEL, [count, groups[0] * WORKGROUP, ...dropoutWords(settings)], [x, counter, out], groups);
}

/** What a kernel that goes with pcg4d.wgsl is told of a dropout: its op, the threshold, and what kept values are multiplied by. */
export const dropoutWords = ({ probability, op }: Dropout): [op: number, threshold: number, keep: number] => [
  op,
  dropThreshold(probability),
  floatBits(1 / (1 - probability)),
];

/** Draws below this are dropped. */
export function dropThreshold(probability: number): number {
  return Math.min(0xffffffff, Math.round(probability * 2 ** 32));
}
