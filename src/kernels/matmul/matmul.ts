/**
 * Matrix product in its three transpositions (NN, NT, TN), with bias and ReLU fused into NT, which is a
 * fully connected layer forward. Accumulates in float32.
 */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import plain from './matmul.wgsl?raw';
import cols from './matmulCols.wgsl?raw';
import inner from './matmulInner.wgsl?raw';
import outer from './matmulOuter.wgsl?raw';

export interface MatmulSizes {
  /** Rows and columns of the product, and the length of what is summed over. */
  rows: number;
  cols: number;
  inner: number;
  /** a is stored [inner, rows]. */
  transposeA: boolean;
  /** b is stored [cols, inner], as torch.nn.Linear keeps its weight. */
  transposeB: boolean;
  /** Applied after the bias. */
  relu: boolean;
}

const kernel = (name: string, wgsl: string) => [0, 1].map((bias): Kernel => ({ name, wgsl, constants: { HAS_BIAS: bias } }));
const PLAIN = kernel('matmul', plain);
const INNER = kernel('matmulInner', inner);
const ROWS: Kernel = { name: 'matmulRows', wgsl: inner, constants: { HAS_BIAS: 0, TRANSPOSED: 0 } };
const COLS: Kernel = { name: 'matmulCols', wgsl: cols };
const OUTER: Kernel = { name: 'matmulOuter', wgsl: outer };
const TILE = 4;
const BLOCK = TILE * 8;

/**
 * out = a · b (+ bias), [rows, cols] float32.
 * @param bias [cols]
 */
export function matmul(
  to: Dispatcher,
  a: BufferSlice,
  b: BufferSlice,
  bias: BufferSlice | undefined,
  out: BufferSlice,
  sizes: MatmulSizes,
): void {
  const { rows, cols, inner, transposeA, transposeB, relu } = sizes;
  const blocks: [number, number] = [Math.ceil(cols / BLOCK), Math.ceil(rows / BLOCK)];
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bCol] = transposeB ? [1, inner] : [cols, 1];
  const hasBias = Number(bias !== undefined);
  // Without a bias its place in the layout is kept by b, which is never read there.
  if (!transposeA && transposeB && inner % 4 === 0) {
    to.dispatch(INNER[hasBias], [rows, cols, inner, Number(relu)], [a, b, bias ?? b, out], [blocks[0], Math.ceil(rows / (2 * BLOCK))]);
  } else if (transposeA && !transposeB && rows % 8 === 0 && cols % 8 === 0 && !bias && !relu) {
    to.dispatch(OUTER, [rows, cols, inner], [a, b, out], [Math.ceil(cols / (2 * BLOCK)), Math.ceil(rows / (2 * BLOCK))]);
  } else if (!transposeA && !transposeB && inner % 4 === 0 && cols % 4 === 0 && !bias && !relu) {
    to.dispatch(ROWS, [rows, cols, inner, 0], [a, b, b, out], [blocks[0], Math.ceil(rows / (2 * BLOCK))]);
  } else if (!transposeB && cols % 4 === 0 && !bias && !relu) {
    to.dispatch(COLS, [rows, cols, inner, aRow, aInner], [a, b, out], blocks);
  } else {
    to.dispatch(PLAIN[hasBias], [rows, cols, inner, Number(relu), aRow, aInner, bInner, bCol], [a, b, bias ?? b, out], blocks);
  }
}
