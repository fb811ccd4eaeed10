/** Columns of a matrix that are written from another one, or read out of it. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './columns.wgsl?raw';

const kernel = (entryPoint: string): Kernel => ({ name: `columns.${entryPoint}`, wgsl, entryPoint });
const KERNELS = { place: kernel('place'), take: kernel('take') };
const WORKGROUP = 64;

export interface ColumnSizes {
  rows: number;
  /** Of the narrow matrix. */
  columns: number;
  /** Of the wide one. */
  total: number;
  /** Column of the wide one at which the narrow one begins. */
  at: number;
}

/** @param x [rows, columns]; @param out [rows, total], of which no other column is written */
export function placeColumns(to: Dispatcher, x: BufferSlice, out: BufferSlice, sizes: ColumnSizes): void {
  dispatch(to, KERNELS.place, x, out, sizes);
}

/** @param x [rows, total]; @param out [rows, columns] */
export function takeColumns(to: Dispatcher, x: BufferSlice, out: BufferSlice, sizes: ColumnSizes): void {
  dispatch(to, KERNELS.take, x, out, sizes);
}

function dispatch(to: Dispatcher, which: Kernel, x: BufferSlice, out: BufferSlice, { rows, columns, total, at }: ColumnSizes): void {
  const groups = elementwise(rows * columns, WORKGROUP);
  to.dispatch(which, [rows * columns, groups[0] * WORKGROUP, columns, total, at], [x, out], groups);
}
