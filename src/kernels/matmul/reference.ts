/** CPU reference of matmul up to its bias, and the product of machines without a GPU. Shapes as in matmul.ts. */
import type { Floats } from '../floats';
import type { MatmulSizes } from './matmul';

/** Writes every element of `out`. Every loop order runs along what lies together in memory. */
export function matmulReference(a: Floats, b: Floats, bias: Floats | undefined, out: Floats, sizes: MatmulSizes): void {
  if (sizes.transposeB) dotProducts(a, b, out, sizes);
  else sumOfRows(a, b, out, sizes);
  if (!bias) return;
  for (let r = 0, at = 0; r < sizes.rows; r++) {
    for (let c = 0; c < sizes.cols; c++, at++) out[at] += bias[c];
  }
}

/** b is [cols, inner]: four columns at a time, so that every value of a is read once for four products. */
function dotProducts(a: Floats, b: Floats, out: Floats, { rows, cols, inner, transposeA }: MatmulSizes): void {
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c += 4) {
      const b0 = c * inner;
      const b1 = Math.min(c + 1, cols - 1) * inner;
      const b2 = Math.min(c + 2, cols - 1) * inner;
      const b3 = Math.min(c + 3, cols - 1) * inner;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0, at = r * aRow; k < inner; k++, at += aInner) {
        const value = a[at];
        s0 += value * b[b0 + k];
        s1 += value * b[b1 + k];
        s2 += value * b[b2 + k];
        s3 += value * b[b3 + k];
      }
      const at = r * cols + c;
      out[at] = s0;
      if (c + 1 < cols) out[at + 1] = s1;
      if (c + 2 < cols) out[at + 2] = s2;
      if (c + 3 < cols) out[at + 3] = s3;
    }
  }
}

/** b is [inner, cols]: every row of the product is a weighted sum of rows of b. Zeros, which ReLU, dropout and masks leave many of, are passed over. */
function sumOfRows(a: Floats, b: Floats, out: Floats, { rows, cols, inner, transposeA }: MatmulSizes): void {
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  out.fill(0, 0, rows * cols);
  for (let r = 0; r < rows; r++) {
    const to = r * cols;
    for (let k = 0; k < inner; k++) {
      const value = a[r * aRow + k * aInner];
      if (value === 0) continue;
      const from = k * cols;
      for (let c = 0; c < cols; c++) out[to + c] += value * b[from + c];
    }
  }
}
