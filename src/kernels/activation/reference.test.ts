/** The error function against its series (Abramowitz & Stegun, 7.1.6) and the continued fraction of its tail (7.1.14). */
import { expect, it } from 'vitest';
import { erf } from './reference';

function slowly(z: number): number {
  const square = z * z;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + (0.5 * n) / fraction;
  return 1 - Math.exp(-square) / (fraction * Math.sqrt(Math.PI));
}

it('erf is exact to a few roundings of float64, on both sides of every boundary', () => {
  const edges = [0, 1e-300, 0.46875, 3, 6].flatMap((edge) => [edge, edge + 1e-9, Math.max(0, edge - 1e-9)]);
  const grid = Array.from({ length: 2000 }, (_, i) => i * 0.0041);
  for (const z of [...edges, ...grid]) {
    expect(Math.abs(erf(z) - slowly(z))).toBeLessThan(2e-15);
    expect(erf(-z)).toBe(-erf(z));
  }
});
