/** CPU reference of columnSum. Shapes as in columnSum.ts. */
import type { Floats } from '../floats';

export function columnSumReference(x: Floats, out: Floats, rows: number, cols: number): void {
  out.fill(0, 0, cols);
  for (let r = 0, at = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++, at++) out[c] += x[at];
  }
}
