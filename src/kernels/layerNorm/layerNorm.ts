/** Layer normalisation (torch.nn.functional.layer_norm over the last dimension), and its gradients. */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './layerNorm.wgsl?raw';

const [FORWARD, STATE, WEIGHT] = ['forward', 'stateGradient', 'weightGradient'].map(
  (entryPoint): Kernel => ({ name: `layerNorm.${entryPoint}`, wgsl, entryPoint }),
);
const COLUMNS = 32;

export interface RowSizes {
  rows: number;
  columns: number;
}

type Slices<Name extends string> = Record<Name, BufferSlice>;

/**
 * x [rows, columns], weight and bias [columns] → out [rows, columns], and its statistics [rows, 2]: mean, and one
 * over the standard deviation (biased, plus epsilon).
 */
export function layerNorm(
  to: Dispatcher,
  { x, weight, bias }: Slices<'x' | 'weight' | 'bias'>,
  { out, stats }: Slices<'out' | 'stats'>,
  { rows, columns }: RowSizes,
  epsilon: number,
): void {
  to.dispatch(FORWARD, [rows, columns, floatBits(epsilon)], [x, weight, bias, out, stats], [rows]);
}

/** @param gradient [rows, columns], of the output; @param out [rows, columns] */
export function layerNormStateGradient(
  to: Dispatcher,
  { x, weight, stats, gradient }: Slices<'x' | 'weight' | 'stats' | 'gradient'>,
  out: BufferSlice,
  { rows, columns }: RowSizes,
): void {
  to.dispatch(STATE, [rows, columns, 0], [x, weight, stats, gradient, out], [rows]);
}

/** @param gradient [rows, columns], of the output; the gradients of weight and bias are [columns] */
export function layerNormWeightGradient(
  to: Dispatcher,
  { x, gradient, stats }: Slices<'x' | 'gradient' | 'stats'>,
  { weight, bias }: Slices<'weight' | 'bias'>,
  { rows, columns }: RowSizes,
): void {
  to.dispatch(WEIGHT, [rows, columns, 0], [x, gradient, stats, weight, bias], [Math.ceil(columns / COLUMNS)]);
}
