/** CPU reference of matmul without what follows it. Shapes as in matmul.ts. */
import type { Floats } from '../floats';
import type { MatmulSizes } from './matmul';

/** Writes every element of `out`. */
export function matmulReference(a: Floats, b: Floats, out: Floats, { rows, cols, inner, transposeA, transposeB }: MatmulSizes): void {
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bCol] = transposeB ? [1, inner] : [cols, 1];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[r * aRow + k * aInner] * b[k * bInner + c * bCol];
      out[r * cols + c] = sum;
    }
  }
}
