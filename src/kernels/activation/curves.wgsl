// The activations that BERT's config names, and their slopes. KIND: 0 relu, 1 gelu (erf), 2 gelu_new (tanh).
const KIND = 1u;
const SQRT_HALF = 0.7071067811865476;
const INV_SQRT_2PI = 0.3989422804014327;
const SQRT_2_OVER_PI = 0.7978845608028654;
const CUBIC = 0.044715;

// Erf by its series below 2.5 (Abramowitz & Stegun, 7.1.6) and by the continued fraction of erfc above
// (7.1.14); both are within float32's rounding there.
fn erf(value: f32) -> f32 {
  let z = abs(value);
  let square = z * z;
  if (z < 2.5) {
    var term = z;
    var sum = z;
    for (var n = 1u; n < 32u; n++) {
      term *= 2.0 * square / f32(2u * n + 1u);
      sum += term;
    }
    return sign(value) * 1.1283791670955126 * exp(-square) * sum;
  }
  var fraction = z;
  for (var n = 12u; n > 0u; n--) { fraction = z + 0.5 * f32(n) / fraction; }
  return sign(value) * (1.0 - exp(-square) / (fraction * 1.772453850905516));
}

fn tanhArgument(v: f32) -> f32 { return clamp(SQRT_2_OVER_PI * (v + CUBIC * v * v * v), -20.0, 20.0); }

fn activated(v: f32) -> f32 {
  if (KIND == 0u) { return select(v, 0.0, v < 0.0); }
  if (KIND == 1u) { return 0.5 * v * (1.0 + erf(v * SQRT_HALF)); }
  return 0.5 * v * (1.0 + tanh(tanhArgument(v)));
}

fn slope(v: f32) -> f32 {
  if (KIND == 0u) { return select(0.0, 1.0, v > 0.0); }
  if (KIND == 1u) { return 0.5 * (1.0 + erf(v * SQRT_HALF)) + v * INV_SQRT_2PI * exp(-0.5 * v * v); }
  let t = tanh(tanhArgument(v));
  return 0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * v * v);
}
