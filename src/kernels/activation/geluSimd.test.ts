/** GELU in SIMD against float64. */
import { expect, it } from 'vitest';
import { Random } from '../../random';
import { geluBackwardSimd, geluSimd } from './geluSimd';
import { activationBackwardReference, activationReference } from './reference';

const COUNTS = [1, 3, 4, 7, 1009, 4095, 4096, 4097, 10_001];
/** What the approximation of erf leaves, and float32's rounding of values up to 10. */
const TOLERANCE = 1e-6;

const worst = (actual: Float32Array, expected: Float64Array) =>
  expected.reduce((most, value, i) => Math.max(most, Math.abs(actual[i] - value)), 0);

it.each(COUNTS)('%i values and slopes', (count) => {
  const random = new Random(count);
  const x = random.uniform(count, 10);
  const gradient = random.uniform(count, 1);
  const [values, slopes] = [new Float32Array(count).fill(Number.NaN), new Float32Array(count).fill(Number.NaN)];
  const [wantedValues, wantedSlopes] = [new Float64Array(count), new Float64Array(count)];
  geluSimd(x, values, count);
  activationReference(Float64Array.from(x), wantedValues, count, 'gelu');
  expect(worst(values, wantedValues)).toBeLessThan(TOLERANCE);
  geluBackwardSimd(x, gradient, slopes, count);
  activationBackwardReference(Float64Array.from(x), Float64Array.from(gradient), wantedSlopes, count, 'gelu');
  expect(worst(slopes, wantedSlopes)).toBeLessThan(TOLERANCE);
  // The gradient may be where the result goes.
  geluBackwardSimd(x, gradient, gradient, count);
  expect(gradient).toEqual(slopes);
});

it('nothing, the smallest, far out on both sides, and no number at all', () => {
  const x = Float32Array.of(0, -0, 1e-40, -1e-40, 30, -30, 1e30, -1e30, Number.NaN);
  const out = new Float32Array(x.length);
  geluSimd(x, out, x.length);
  expect(Math.abs(out[0]) + Math.abs(out[1])).toBe(0);
  expect(Math.abs(out[2] - 5e-41) + Math.abs(out[3] + 5e-41)).toBeLessThan(1e-43);
  expect(out[4]).toBe(30);
  expect(Math.abs(out[5])).toBeLessThan(1e-30);
  expect(out[6]).toBe(x[6]);
  expect(Math.abs(out[7])).toBeLessThan(1e-6);
  expect(out[8]).toBeNaN();
  geluBackwardSimd(x, new Float32Array(x.length).fill(1), out, x.length);
  expect([...out].slice(0, 4).map((slope) => Math.abs(slope - 0.5) < 1e-6)).toEqual([true, true, true, true]);
  expect(out[4]).toBe(1);
  expect(Math.abs(out[5])).toBeLessThan(1e-30);
  expect(out[8]).toBeNaN();
});
