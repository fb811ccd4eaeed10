/** Sum over the rows of a matrix: the gradient of a bias. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './columnSum.wgsl?raw';

const fewRows: Kernel = { name: 'columnSum', wgsl, entryPoint: 'few' };
const manyRows: Kernel = { name: 'columnSum', wgsl, entryPoint: 'many' };
/** Rows up to which one thread sums a column. */
const FEW = 64;
const COLUMNS = 32;

/** @param x [rows, cols]; @param out [cols] */
export function columnSum(to: Dispatcher, x: BufferSlice, out: BufferSlice, rows: number, cols: number): void {
  to.dispatch(rows <= FEW ? fewRows : manyRows, [rows, cols], [x, out], [Math.ceil(cols / COLUMNS)]);
}
