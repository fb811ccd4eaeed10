/** torch.nn.functional.dropout in training, with masks from a counter-based generator. */
import { type BufferSlice, type Dispatcher, elementwise, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './dropout.wgsl?raw';

const [DROPOUT, RESIDUAL] = [0, 1].map(
  (residual): Kernel => ({ name: residual ? 'dropout.residual' : 'dropout', wgsl, constants: { HAS_RESIDUAL: residual } }),
);
const WORKGROUP = 64;

export interface DropoutSizes {
  count: number;
  /** Share of elements dropped, in [0, 1). */
  probability: number;
  /** Tells this dropout from the others of a program. */
  op: number;
}

/**
 * @param counter u32 [2]: the run's seed and the step's number
 * @param residual added to what is left of x
 */
export function dropout(
  to: Dispatcher,
  x: BufferSlice,
  counter: BufferSlice,
  residual: BufferSlice | undefined,
  out: BufferSlice,
  sizes: DropoutSizes,
): void {
  const { count, probability, op } = sizes;
  const groups = elementwise(count, WORKGROUP);
  const words = [count, groups[0] * WORKGROUP, op, dropThreshold(probability), floatBits(1 / (1 - probability))];
  // Without a residual its place in the layout is kept by x.
  to.dispatch(residual ? RESIDUAL : DROPOUT, words, [x, counter, residual ?? x, out], groups);
}

/** Draws below this are dropped. */
export function dropThreshold(probability: number): number {
  return Math.min(0xffffffff, Math.round(probability * 2 ** 32));
}
