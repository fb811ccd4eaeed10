/** Cosine similarity row by row (torch.nn.functional.cosine_similarity), and its gradient. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './cosine.wgsl?raw';

const forwardKernel: Kernel = { name: 'cosine', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'cosineBackward', wgsl, entryPoint: 'backward' };

/** Norms are at least this, as in PyTorch. */
export const EPSILON = 1e-8;

export interface CosineSizes {
  rows: number;
  width: number;
}

/** @param a [rows, width]; @param b [rows, width]; @param out [rows, 1], in [−1, 1]; 0 where either row is zero */
export function cosine(to: Dispatcher, a: BufferSlice, b: BufferSlice, out: BufferSlice, { rows, width }: CosineSizes): void {
  to.dispatch(forwardKernel, [rows, width], [a, b, out], [rows]);
}

/**
 * The gradient of `a`; that of `b` is had by giving them the other way round.
 *
 * @param upstream [rows, 1]
 * @param out [rows, width]; zeros where either row is no longer than {@link EPSILON}, for which PyTorch's gradient is about 1 / EPSILON
 */
export function cosineBackward(
  to: Dispatcher,
  { a, b, upstream }: Record<'a' | 'b' | 'upstream', BufferSlice>,
  out: BufferSlice,
  { rows, width }: CosineSizes,
): void {
  to.dispatch(backwardKernel, [rows, width], [a, b, upstream, out], [rows]);
}
