/** CPU references of normalize and its gradient. Shapes as in normalize.ts. */
import type { Floats } from '../floats';
import { EPSILON, type NormalizeSizes } from './normalize';

export function normalizeReference(x: Floats, out: Floats, { rows, width }: NormalizeSizes): void {
  for (let first = 0; first < rows * width; first += width) {
    const norm = Math.max(Math.sqrt(dot(x, x, first, width)), EPSILON);
    for (let i = first; i < first + width; i++) out[i] = x[i] / norm;
  }
}

export function normalizeBackwardReference(x: Floats, upstream: Floats, out: Floats, { rows, width }: NormalizeSizes): void {
  for (let first = 0; first < rows * width; first += width) {
    const norm = Math.max(Math.sqrt(dot(x, x, first, width)), EPSILON);
    const along = norm > EPSILON ? dot(x, upstream, first, width) / norm / norm : 0;
    for (let i = first; i < first + width; i++) out[i] = (upstream[i] - along * x[i]) / norm;
  }
}

function dot(a: Floats, b: Floats, first: number, width: number): number {
  let sum = 0;
  for (let i = first; i < first + width; i++) sum += a[i] * b[i];
  return sum;
}
