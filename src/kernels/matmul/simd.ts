/**
 * Products of matrices in WebAssembly SIMD, some 25 times as fast as loops in JavaScript. They accumulate in float32; where the engine
 * has relaxed SIMD, product and sum are rounded once, if the processor can.
 */
import { outOfMemory } from '../../errors';
import type { MatmulSizes } from './matmul';
import plain from './simd.wat';
import fused from './simd.wat?fused';

/** As in simd.wat; addresses and strides are bytes. */
interface Simd {
  memory: WebAssembly.Memory;
  multiply(
    a: number,
    aRow: number,
    aInner: number,
    b: number,
    bInner: number,
    bCol: number,
    c: number,
    rows: number,
    cols: number,
    inner: number,
  ): void;
}

/** A matrix in the memory that products are computed in: where it begins, and how far apart rows and columns lie, in values. */
export interface Placed {
  at: number;
  row: number;
  col: number;
}

/** The first value that callers may use: simd.wat keeps eight columns of 512 steps below it. */
export const FIRST = 8 * 512;
/** Tiles have four rows, in relaxed SIMD six: both fit into as many as these. */
const [TILE_ROWS, TILE_COLS] = [12, 8];
const PAGE = 65_536;

const up = (value: number, to: number) => Math.ceil(value / to) * to;

/** How far apart the rows of a product lie. */
export const productStride = (cols: number) => up(cols, TILE_COLS);
/** Values that a product takes: whole tiles. */
export const productSize = (rows: number, cols: number) => up(rows, TILE_ROWS) * productStride(cols);

let instance: Simd | undefined;

/**
 * The memory that products are computed in. It is anyone's after the caller returns.
 *
 * @param end values that it holds at least, counted from 0
 * @throws TandemError `out-of-memory` when there is not that much
 */
export function simdMemory(end: number): Float32Array<ArrayBuffer> {
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(WebAssembly.validate(fused) ? fused : plain)).exports as unknown as Simd;
  const missing = Math.ceil((4 * end - instance.memory.buffer.byteLength) / PAGE);
  try {
    if (missing > 0) instance.memory.grow(missing);
  } catch (cause) {
    throw outOfMemory(cause);
  }
  return new Float32Array(instance.memory.buffer as ArrayBuffer);
}

/** Gives the memory back: it never shrinks, and nothing in it outlives a call. */
export function releaseSimdMemory(): void {
  instance = undefined;
}

/** Writes a · b, [rows, {@link productStride}], at `c`. */
export function multiply(
  memory: Float32Array,
  a: Placed,
  b: Placed,
  c: number,
  { rows, cols, inner }: Pick<MatmulSizes, 'rows' | 'cols' | 'inner'>,
): void {
  memory.fill(0, c, c + productSize(rows, cols));
  instance?.multiply(4 * a.at, 4 * a.row, 4 * a.col, 4 * b.at, 4 * b.row, 4 * b.col, 4 * c, rows, cols, inner);
}

/** Writes every element of `out`. Shapes as in matmul.ts. @throws TandemError `out-of-memory` when there is none for the three matrices */
export function matmulSimd(a: Float32Array, b: Float32Array, out: Float32Array, sizes: MatmulSizes): void {
  const { rows, cols, inner, transposeA, transposeB } = sizes;
  const bAt = FIRST + rows * inner;
  const c = bAt + inner * cols;
  const memory = simdMemory(c + productSize(rows, cols));
  memory.set(a.subarray(0, rows * inner), FIRST);
  memory.set(b.subarray(0, inner * cols), bAt);
  const placed = (at: number, width: number, transposed: boolean) => ({ at, row: transposed ? 1 : width, col: transposed ? width : 1 });
  multiply(memory, placed(FIRST, transposeA ? rows : inner, transposeA), placed(bAt, transposeB ? inner : cols, transposeB), c, sizes);
  copyRows(memory, c, productStride(cols), out, 0, cols, { rows, cols });
}

/** Copies a matrix from rows of one stride to rows of another. */
export function copyRows(
  from: Float32Array,
  fromAt: number,
  fromStride: number,
  to: Float32Array,
  toAt: number,
  toStride: number,
  { rows, cols }: Pick<MatmulSizes, 'rows' | 'cols'>,
): void {
  if (fromStride === cols && toStride === cols) {
    to.set(from.subarray(fromAt, fromAt + rows * cols), toAt);
    return;
  }
  for (let r = 0; r < rows; r++) {
    const at = fromAt + r * fromStride;
    to.set(from.subarray(at, at + cols), toAt + r * toStride);
  }
}
