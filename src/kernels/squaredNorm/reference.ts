/** CPU reference of squaredNorm. */
import type { Floats } from '../floats';
import { LANES, NORM_PARTS } from './squaredNorm';

export function squaredNormReference(x: Floats, out: Floats, count: number): void {
  out.fill(0, 0, NORM_PARTS);
  for (let i = 0; i < count; i++) out[Math.floor(i / LANES) % NORM_PARTS] += x[i] * x[i];
}
