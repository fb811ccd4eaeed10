// The activations that BERT's config names, and their slopes. KIND: 0 relu, 1 gelu (erf), 2 gelu_new (tanh), 3 tanh.
const KIND = 1u;
const SQRT_HALF = 0.7071067811865476;
const INV_SQRT_2PI = 0.3989422804014327;
const SQRT_2_OVER_PI = 0.7978845608028654;
const CUBIC = 0.044715;

// Erf by a rational approximation (Abramowitz & Stegun, 7.1.26), within 1.5e-7: what float32 leaves of 1 + erf.
fn erf(value: f32) -> f32 {
  let z = abs(value);
  let t = 1.0 / (1.0 + 0.3275911 * z);
  let sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign(value) * (1.0 - sum * exp(-z * z));
}

fn tanhArgument(v: f32) -> f32 { return clamp(SQRT_2_OVER_PI * (v + CUBIC * v * v * v), -20.0, 20.0); }

fn activated(v: f32) -> f32 {
  if (KIND == 0u) { return select(v, 0.0, v < 0.0); }
  if (KIND == 1u) { return 0.5 * v * (1.0 + erf(v * SQRT_HALF)); }
  if (KIND == 3u) { return tanh(clamp(v, -20.0, 20.0)); }
  return 0.5 * v * (1.0 + tanh(tanhArgument(v)));
}

fn slope(v: f32) -> f32 {
  if (KIND == 0u) { return select(0.0, 1.0, v > 0.0); }
  if (KIND == 1u) { return 0.5 * (1.0 + erf(v * SQRT_HALF)) + v * INV_SQRT_2PI * exp(-0.5 * v * v); }
  if (KIND == 3u) {
    let y = tanh(clamp(v, -20.0, 20.0));
    return 1.0 - y * y;
  }
  let t = tanh(tanhArgument(v));
  return 0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * v * v);
}
