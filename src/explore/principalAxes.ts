/** The directions in which rows differ most, by orthogonal iteration on their covariance (Golub & Van Loan, Matrix Computations, 8.2). */
import { matmulSimd } from '../kernels/matmul/simd';
import { Random } from '../random';
import { dot, rowAt, type Vectors } from './vectors';

/** Enough for neighbours and for a start; nobody reads the axes themselves. */
const ITERATIONS = 60;
/** Rows that are multiplied at once. */
const BLOCK = 4096;

/**
 * @param axes how many: at most the width of a row
 * @returns every row along the first axes, its mean taken away: [count, axes]
 */
export function alongPrincipalAxes(vectors: Vectors, axes: number): Vectors {
  const { count, size } = vectors;
  const centred = withoutMean(vectors);
  const basis = principalAxes(covariance(centred), size, axes);
  const data = new Float32Array(count * axes);
  for (let first = 0; first < count; first += BLOCK) {
    const rows = Math.min(BLOCK, count - first);
    const part = new Float32Array(rows * axes);
    const block = centred.data.subarray(first * size, (first + rows) * size);
    matmulSimd(block, basis.data, part, { rows, cols: axes, inner: size, transposeA: false, transposeB: true });
    data.set(part, first * axes);
  }
  return { data, count, size: axes };
}

function withoutMean(vectors: Vectors): Vectors {
  const { count, size } = vectors;
  const mean = new Float64Array(size);
  for (let row = 0; row < count; row++) for (const [i, value] of rowAt(vectors, row).entries()) mean[i] += value / count;
  const data = new Float32Array(vectors.data.length);
  for (let at = 0; at < data.length; at++) data[at] = vectors.data[at] - mean[at % size];
  return { data, count, size };
}

/** [size, size], not divided by the number of rows. */
function covariance({ data, count, size }: Vectors): Float32Array {
  const sum = new Float32Array(size * size);
  const part = new Float32Array(size * size);
  for (let first = 0; first < count; first += BLOCK) {
    const inner = Math.min(BLOCK, count - first);
    const block = data.subarray(first * size, (first + inner) * size);
    matmulSimd(block, block, part, { rows: size, cols: size, inner, transposeA: true, transposeB: false });
    for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  }
  return sum;
}

/** [axes, size], orthonormal, the direction of the largest variance first. */
function principalAxes(matrix: Float32Array, size: number, axes: number): Vectors {
  const basis = { data: new Random(1).uniform(axes * size, 1), count: axes, size };
  for (let i = 0; i < ITERATIONS; i++) {
    const next = new Float32Array(axes * size);
    matmulSimd(basis.data, matrix, next, { rows: axes, cols: size, inner: size, transposeA: false, transposeB: false });
    basis.data = next;
    orthonormalise(basis);
  }
  return basis;
}

/** Gram and Schmidt, twice: once is not enough in float32. */
function orthonormalise(basis: Vectors): void {
  for (let row = 0; row < basis.count; row++) {
    const values = rowAt(basis, row);
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < row; before++) {
        const other = rowAt(basis, before);
        const share = dot(values, other);
        for (let i = 0; i < values.length; i++) values[i] -= share * other[i];
      }
    }
    const length = Math.sqrt(dot(values, values));
    if (length > 0) for (let i = 0; i < values.length; i++) values[i] /= length;
  }
}
