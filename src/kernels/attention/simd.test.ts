/** Attention and its gradients in SIMD against plain loops in float64. */
import { expect, it } from 'vitest';
import { Random } from '../../random';
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';
import { attentionGradientReference, attentionReference, innerProductsReference } from './reference';
import { attentionGradientSimd, attentionSimd } from './simd';

interface Case {
  lengths: number[];
  heads: number;
  headSize: number;
  dropout: number;
  /** Of the scores' factors: how far apart the probabilities are. */
  scale: number;
}

const CASES: Case[] = [
  { lengths: [1], heads: 1, headSize: 4, dropout: 0, scale: 1 },
  { lengths: [3, 1, 5], heads: 3, headSize: 12, dropout: 0.3, scale: 1 },
  { lengths: [13, 67, 2, 140], heads: 2, headSize: 32, dropout: 0.1, scale: 1 },
  // Scores in the hundreds: exp of any of them would overflow.
  { lengths: [9, 17], heads: 2, headSize: 16, dropout: 0, scale: 12 },
];

for (const { lengths, heads, headSize, dropout, scale } of CASES) {
  it(`sequences of ${lengths}, ${heads} heads of ${headSize}, dropout ${dropout}, values up to ${scale}`, () => {
    const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b, 0));
    // Two tokens of no sequence at the end, as a padded bucket has.
    const rows = [...lengths.flatMap((length, i) => new Array<number[]>(length).fill([ends[i] - length, ends[i]])), [0, 0], [0, 0]];
    const tokens = rows.length;
    const hidden = heads * headSize;
    const sizes: AttentionSizes = { tokens, heads, headSize, dropout: { probability: dropout, op: 5 } };
    const sequences = Float32Array.from([[42, 7], ...rows].flat());
    const random = new Random(11);
    const [joined, gradient] = [random.uniform(tokens * 3 * hidden, scale), random.uniform(tokens * hidden, 1)];

    const compute = <T extends Floats>(make: (from: Float32Array | number) => T, simd: boolean) => {
      const [x, upstream] = [make(joined), make(gradient)];
      const [out, sums, along, slope] = [tokens * hidden, tokens * heads, tokens * heads, tokens * 3 * hidden].map(make);
      if (simd) attentionSimd([sequences, x as Float32Array], out as Float32Array, sums as Float32Array, sizes);
      else attentionReference([sequences, x], out, sums, sizes);
      innerProductsReference([upstream, out], along, sizes);
      const inputs = [sequences, x, sums, upstream, along];
      if (simd) attentionGradientSimd(inputs as Float32Array[] as [Float32Array, ...Float32Array[]], slope as Float32Array, sizes);
      else attentionGradientReference(inputs, slope, sizes);
      return { out, sums, slope };
    };
    const actual = compute((from) => (typeof from === 'number' ? new Float32Array(from).fill(Number.NaN) : from), true);
    const expected = compute((from) => (typeof from === 'number' ? new Float64Array(from) : Float64Array.from(from)), false);
    for (const name of ['out', 'sums', 'slope'] as const) {
      const largest = expected[name].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = expected[name].reduce((most: number, value, i) => Math.max(most, Math.abs(actual[name][i] - value)), 0);
      expect(worst / largest).toBeLessThan(1e-5);
    }
  });
}
