/** CPU reference of gatherRows. */
import type { Floats } from '../floats';

export function gatherRowsReference(table: Floats, rows: ArrayLike<number>, out: Floats, count: number, columns: number): void {
  for (let i = 0; i < count; i++) out.set(table.subarray(rows[i] * columns, (rows[i] + 1) * columns), i * columns);
}
