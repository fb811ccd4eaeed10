/** CPU reference of add. */
import type { Floats } from '../floats';

export function addReference(a: Floats, b: Floats, out: Floats, count: number): void {
  for (let i = 0; i < count; i++) out[i] = a[i] + b[i];
}
