/** Rows at length 1 (torch.nn.functional.normalize), and its gradient. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './normalize.wgsl?raw';

const forwardKernel: Kernel = { name: 'normalize', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'normalizeBackward', wgsl, entryPoint: 'backward' };

/** Norms are at least this, as in PyTorch. */
export const EPSILON = 1e-12;

export interface NormalizeSizes {
  rows: number;
  width: number;
}

/** @param x [rows, width]; @param out [rows, width]; a row of zeros stays one */
export function normalize(to: Dispatcher, x: BufferSlice, out: BufferSlice, { rows, width }: NormalizeSizes): void {
  to.dispatch(forwardKernel, [rows, width], [x, out], [rows]);
}

/** @param upstream [rows, width]; @param out [rows, width], the gradient of `x` */
export function normalizeBackward(
  to: Dispatcher,
  x: BufferSlice,
  upstream: BufferSlice,
  out: BufferSlice,
  { rows, width }: NormalizeSizes,
): void {
  to.dispatch(backwardKernel, [rows, width], [x, upstream, out], [rows]);
}
