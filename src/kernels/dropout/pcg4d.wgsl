// A generator that needs no state: four words from four (Jarzynski & Olano, 2020, "Hash Functions for GPU Rendering").
fn pcg4d(key: vec4<u32>) -> vec4<u32> {
  var v = key * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4<u32>(16u);
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}

// What dropout leaves of a value: 0, or `keep`. Keyed by seed, step, the dropout and the element.
fn kept(key: vec4<u32>, threshold: u32, keep: u32) -> f32 {
  return select(0.0, bitcast<f32>(keep), pcg4d(key).x >= threshold);
}
