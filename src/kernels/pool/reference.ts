/** CPU references of pool and its gradient, and the pooling of machines without a GPU. Shapes as in pool.ts. */
import type { Floats } from '../floats';
import type { PoolSizes } from './pool';

export function poolReference(states: Floats, weights: Floats, cuSeqlens: ArrayLike<number>, out: Floats, sizes: PoolSizes): void {
  const { sequences, hidden, maxima } = sizes;
  const row = new Float64Array(hidden);
  for (let s = 0; s < sequences; s++) {
    for (const [mode, greatest] of maxima.entries()) {
      row.fill(0);
      let found = false;
      for (let t = cuSeqlens[s]; t < cuSeqlens[s + 1]; t++) {
        const weight = weights[t * maxima.length + mode];
        if (weight === 0) continue;
        const at = t * hidden;
        if (!greatest) for (let h = 0; h < hidden; h++) row[h] += weight * states[at + h];
        else for (let h = 0; h < hidden; h++) row[h] = found ? Math.max(row[h], states[at + h]) : states[at + h];
        found = true;
      }
      out.set(row, (s * maxima.length + mode) * hidden);
    }
  }
}

/** @param forward needed where a mode is a maximum, whose gradient goes to the first token that has it */
export function poolBackwardReference(
  { gradient, weights, cuSeqlens }: { gradient: Floats; weights: Floats; cuSeqlens: ArrayLike<number> },
  forward: Record<'states' | 'pooled', Floats> | undefined,
  out: Floats,
  sizes: PoolSizes,
): void {
  const { sequences, tokens, hidden, maxima } = sizes;
  out.fill(0, 0, tokens * hidden);
  const taken = new Uint8Array(hidden);
  for (let s = 0; s < sequences; s++) {
    for (const [mode, greatest] of maxima.entries()) {
      const from = (s * maxima.length + mode) * hidden;
      taken.fill(0);
      for (let t = cuSeqlens[s]; t < cuSeqlens[s + 1]; t++) {
        const weight = weights[t * maxima.length + mode];
        if (weight === 0) continue;
        for (let h = 0; h < hidden; h++) {
          if (greatest && (taken[h] || forward?.states[t * hidden + h] !== forward?.pooled[from + h])) continue;
          taken[h] = 1;
          out[t * hidden + h] += (greatest ? 1 : weight) * gradient[from + h];
        }
      }
    }
  }
}
