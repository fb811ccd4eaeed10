/** CPU references of squaredNorm and clipFactor. */
import type { Floats } from '../floats';
import { NORM_PARTS } from './squaredNorm';

export function squaredNormReference(x: Floats, out: Floats, count: number): void {
  out.fill(0, 0, NORM_PARTS);
  for (let i = 0; i < count; i++) out[(i >> 2) % NORM_PARTS] += x[i] * x[i];
}

export function clipFactorReference(parts: Floats, out: Floats, maxNorm: number): void {
  let total = 0;
  for (const part of parts) total += part;
  const norm = Math.sqrt(total);
  out[0] = norm;
  out[1] = maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
