/** Sum of squares of all gradients, in parts: whoever needs it adds up the parts in order. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './squaredNorm.wgsl?raw';

/** Number of partial sums. */
export const NORM_PARTS = 64;
/** Values a part takes at a time. */
export const LANES = 256;
const squaredNormKernel: Kernel = { name: 'squaredNorm', wgsl, constants: { GROUPS: NORM_PARTS, LANES } };

/** @param x [count]; @param out [{@link NORM_PARTS}] */
export function squaredNorm(to: Dispatcher, x: BufferSlice, out: BufferSlice, count: number): void {
  to.dispatch(squaredNormKernel, [count], [x, out], [NORM_PARTS]);
}
