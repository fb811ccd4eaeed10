/** CPU references of placeColumns and takeColumns. Shapes as in columns.ts. */
import type { Floats } from '../floats';
import type { ColumnSizes } from './columns';

export function placeColumnsReference(x: Floats, out: Floats, { rows, columns, total, at }: ColumnSizes): void {
  for (let r = 0; r < rows; r++) out.set(x.subarray(r * columns, (r + 1) * columns), r * total + at);
}

export function takeColumnsReference(x: Floats, out: Floats, { rows, columns, total, at }: ColumnSizes): void {
  for (let r = 0; r < rows; r++) out.set(x.subarray(r * total + at, r * total + at + columns), r * columns);
}
