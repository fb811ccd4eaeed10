/** CPU reference of reluBackward. */
import type { Floats } from '../floats';

export function reluBackwardReference(gradient: Floats, activation: Floats, out: Floats, count: number): void {
  for (let i = 0; i < count; i++) out[i] = activation[i] > 0 ? gradient[i] : 0;
}
