/** Rows of a table by their numbers: a batch out of kept features. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './gatherRows.wgsl?raw';

const gatherRowsKernel: Kernel = { name: 'gatherRows', wgsl };
const WORKGROUP = 64;

/** @param table [any, columns]; @param rows u32 [count]; @param out [count, columns] */
export function gatherRows(to: Dispatcher, table: BufferSlice, rows: BufferSlice, out: BufferSlice, count: number, columns: number): void {
  const groups = elementwise(count * columns, WORKGROUP);
  to.dispatch(gatherRowsKernel, [count * columns, groups[0] * WORKGROUP, columns], [table, rows, out], groups);
}
