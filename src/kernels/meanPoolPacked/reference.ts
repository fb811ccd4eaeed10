/** CPU references of meanPoolPacked and its gradient. Shapes as in meanPoolPacked.ts. */
import type { Floats } from '../floats';
import type { PackedSizes } from './meanPoolPacked';

export function meanPoolPackedReference(states: Floats, cuSeqlens: ArrayLike<number>, out: Floats, sizes: PackedSizes): void {
  const { sequences, hidden } = sizes;
  out.fill(0, 0, sequences * hidden);
  for (let s = 0; s < sequences; s++) {
    const share = 1 / Math.max(cuSeqlens[s + 1] - cuSeqlens[s], 1);
    for (let t = cuSeqlens[s]; t < cuSeqlens[s + 1]; t++) {
      for (let h = 0; h < hidden; h++) out[s * hidden + h] += states[t * hidden + h] * share;
    }
  }
}

export function meanPoolPackedBackwardReference(gradient: Floats, cuSeqlens: ArrayLike<number>, out: Floats, sizes: PackedSizes): void {
  const { sequences, tokens, hidden } = sizes;
  out.fill(0, 0, tokens * hidden);
  for (let s = 0; s < sequences; s++) {
    const share = 1 / Math.max(cuSeqlens[s + 1] - cuSeqlens[s], 1);
    for (let t = cuSeqlens[s]; t < cuSeqlens[s + 1]; t++) {
      for (let h = 0; h < hidden; h++) out[t * hidden + h] = gradient[s * hidden + h] * share;
    }
  }
}
