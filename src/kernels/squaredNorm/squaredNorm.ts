/** The global norm of all gradients, and the factor that clips them to a limit (torch.nn.utils.clip_grad_norm_). */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './squaredNorm.wgsl?raw';

const GROUPS = 16;
const LANES = 64;
/** Number of partial sums. */
export const NORM_PARTS = GROUPS * LANES;
const constants = { GROUPS, LANES };
const partialKernel: Kernel = { name: 'squaredNorm', wgsl, constants, entryPoint: 'partial' };
const finishKernel: Kernel = { name: 'clipFactor', wgsl, constants, entryPoint: 'finish' };

/** @param x [count], a multiple of 4; @param out [{@link NORM_PARTS}], partial sums of squares */
export function squaredNorm(to: Dispatcher, x: BufferSlice, out: BufferSlice, count: number): void {
  to.dispatch(partialKernel, [count, 0], [x, out], [GROUPS]);
}

/** @param parts of squaredNorm; @param out [2]: the norm, and what to multiply gradients with; @param maxNorm 0 for no limit */
export function clipFactor(to: Dispatcher, parts: BufferSlice, out: BufferSlice, maxNorm: number): void {
  to.dispatch(finishKernel, [NORM_PARTS, floatBits(maxNorm)], [parts, out], [1]);
}
