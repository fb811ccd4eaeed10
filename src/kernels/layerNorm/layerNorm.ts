/** Layer normalisation (torch.nn.functional.layer_norm over the last dimension), and its gradients. */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './layerNorm.wgsl?raw';

const kernel = (entryPoint: string): Kernel => ({ name: `layerNorm.${entryPoint}`, wgsl, entryPoint });
const KERNELS = {
  statistics: kernel('statistics'),
  forward: kernel('forward'),
  stateGradient: kernel('stateGradient'),
  weightGradient: kernel('weightGradient'),
};
const COLUMNS = 32;

export interface RowSizes {
  rows: number;
  columns: number;
}

/** @param x [rows, columns]; @param stats [rows, 2]: mean, and one over the standard deviation (biased, plus epsilon) */
export function layerNormStatistics(
  to: Dispatcher,
  x: BufferSlice,
  stats: BufferSlice,
  { rows, columns }: RowSizes,
  epsilon: number,
): void {
  to.dispatch(KERNELS.statistics, [rows, columns, floatBits(epsilon)], [x, stats], [rows]);
}

/** @param weight [columns]; @param bias [columns]; @param out [rows, columns] */
export function layerNorm(
  to: Dispatcher,
  { x, stats, weight, bias }: Record<'x' | 'stats' | 'weight' | 'bias', BufferSlice>,
  out: BufferSlice,
  { rows, columns }: RowSizes,
): void {
  to.dispatch(KERNELS.forward, [rows, columns, 0], [x, stats, weight, bias, out], [rows]);
}

/** @param gradient [rows, columns]; @param out [rows, columns] */
export function layerNormStateGradient(
  to: Dispatcher,
  { x, stats, weight, gradient }: Record<'x' | 'stats' | 'weight' | 'gradient', BufferSlice>,
  out: BufferSlice,
  { rows, columns }: RowSizes,
): void {
  to.dispatch(KERNELS.stateGradient, [rows, columns, 0], [x, stats, weight, gradient, out], [rows]);
}

/** @param gradient [rows, columns]; @param out [columns] */
export function layerNormWeightGradient(
  to: Dispatcher,
  { x, stats, gradient }: Record<'x' | 'stats' | 'gradient', BufferSlice>,
  out: BufferSlice,
  { rows, columns }: RowSizes,
): void {
  to.dispatch(KERNELS.weightGradient, [rows, columns, 0], [x, stats, gradient, out], [Math.ceil(columns / COLUMNS)]);
}
