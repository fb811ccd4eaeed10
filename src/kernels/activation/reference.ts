/** CPU references of activation and its gradient. */
import type { Floats } from '../floats';
import type { ActivationName } from './activation';

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

export const VALUES: Record<ActivationName, (v: number) => number> = {
  relu: (v) => (v < 0 ? 0 : v),
  gelu: (v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2)),
  gelu_new: (v) => 0.5 * v * (1 + Math.tanh(SQRT_2_OVER_PI * (v + CUBIC * v ** 3))),
  tanh: Math.tanh,
};

export const SLOPES: Record<ActivationName, (v: number) => number> = {
  relu: (v) => Number(v > 0),
  gelu: (v) => 0.5 * (1 + erf(v * Math.SQRT1_2)) + (v * Math.exp(-0.5 * v * v)) / Math.sqrt(2 * Math.PI),
  gelu_new(v) {
    const t = Math.tanh(SQRT_2_OVER_PI * (v + CUBIC * v ** 3));
    return 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * CUBIC * v * v);
  },
  tanh: (v) => 1 - Math.tanh(v) ** 2,
};

export function activationReference(x: Floats, out: Floats, count: number, name: ActivationName): void {
  const value = VALUES[name];
  for (let i = 0; i < count; i++) out[i] = value(x[i]);
}

export function activationBackwardReference(x: Floats, gradient: Floats, out: Floats, count: number, name: ActivationName): void {
  const slope = SLOPES[name];
  for (let i = 0; i < count; i++) out[i] = gradient[i] * slope(x[i]);
}

/** To float64's rounding, by rational approximations (Cody, 1969, "Rational Chebyshev approximations for the error function"). */
export function erf(value: number): number {
  const z = Math.abs(value);
  if (z <= 0.46875) {
    const s = z * z;
    const over =
      (((0.18577770618460315 * s + 3.1611237438705655) * s + 113.86415415105016) * s + 377.485237685302) * s + 3209.3775891384694;
    const under = (((s + 23.601290952344122) * s + 244.02463793444417) * s + 1282.6165260773723) * s + 2844.236833439171;
    return (value * over) / under;
  }
  // Beyond, what is left to 1 is less than its rounding.
  if (z > 6) return Math.sign(value);
  const over =
    (((((((2.1531153547440383e-8 * z + 0.5641884969886701) * z + 8.883149794388377) * z + 66.11919063714163) * z + 298.6351381974001) * z +
      881.952221241769) *
      z +
      1712.0476126340707) *
      z +
      2051.0783778260716) *
      z +
    1230.3393547979972;
  const under =
    (((((((z + 15.744926110709835) * z + 117.6939508913125) * z + 537.1811018620099) * z + 1621.3895745666903) * z + 3290.7992357334597) *
      z +
      4362.619090143247) *
      z +
      3439.3676741437216) *
      z +
    1230.3393548037495;
  return Math.sign(value) * (1 - (Math.exp(-z * z) * over) / under);
}
