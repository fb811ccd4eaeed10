/** CPU references of squaredNorm and clipFactor. */
import type { Floats } from '../floats';
import { NORM_PARTS } from './squaredNorm';

export function squaredNormReference(x: Floats, out: Floats, count: number): void {
  out.fill(0, 0, NORM_PARTS);
  for (let first = 0; first < count; first += 4 * NORM_PARTS) {
    const end = Math.min(first + 4 * NORM_PARTS, count);
    for (let i = first, part = 0; i < end; i += 4, part++) out[part] += x[i] ** 2 + x[i + 1] ** 2 + x[i + 2] ** 2 + x[i + 3] ** 2;
  }
}

export function clipFactorReference(parts: Floats, out: Floats, maxNorm: number): void {
  let total = 0;
  for (const part of parts) total += part;
  const norm = Math.sqrt(total);
  out[0] = norm;
  out[1] = maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
