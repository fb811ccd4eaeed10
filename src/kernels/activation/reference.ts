/** CPU references of activation and its gradient. */
import type { Floats } from '../floats';
import type { ActivationName } from './activation';

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

const VALUES: Record<ActivationName, (v: number) => number> = {
  relu: (v) => (v < 0 ? 0 : v),
  gelu: (v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2)),
  gelu_new: (v) => 0.5 * v * (1 + Math.tanh(SQRT_2_OVER_PI * (v + CUBIC * v ** 3))),
};

const SLOPES: Record<ActivationName, (v: number) => number> = {
  relu: (v) => Number(v > 0),
  gelu: (v) => 0.5 * (1 + erf(v * Math.SQRT1_2)) + (v * Math.exp(-0.5 * v * v)) / Math.sqrt(2 * Math.PI),
  gelu_new(v) {
    const t = Math.tanh(SQRT_2_OVER_PI * (v + CUBIC * v ** 3));
    return 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * CUBIC * v * v);
  },
};

export function activationReference(x: Floats, out: Floats, count: number, name: ActivationName): void {
  const value = VALUES[name];
  for (let i = 0; i < count; i++) out[i] = value(x[i]);
}

export function activationBackwardReference(x: Floats, gradient: Floats, out: Floats, count: number, name: ActivationName): void {
  const slope = SLOPES[name];
  for (let i = 0; i < count; i++) out[i] = gradient[i] * slope(x[i]);
}

/** By its series below 3 and the continued fraction of erfc above, to float64's rounding (Abramowitz & Stegun, 7.1.6 and 7.1.14). */
export function erf(value: number): number {
  const z = Math.abs(value);
  const square = z * z;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(value) * (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + (0.5 * n) / fraction;
  return Math.sign(value) * (1 - Math.exp(-square) / (fraction * Math.sqrt(Math.PI)));
}
