// Self-attention over packed sequences (Vaswani et al., 2017), and its gradients. A thread takes one token
// of one head and walks the tokens of its own sequence, so that memory stays linear in length: instead of
// probabilities, the logarithm of each row's sum is kept (Dao et al., 2022), and they are computed again.
struct Sizes { tokens: u32, heads: u32, op: u32, threshold: u32, keep: u32, scale: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> sequences: array<vec2<u32>>; // seed and step, then first and end of each token's sequence
@group(0) @binding(2) var<storage, read> query: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> key: array<vec4<f32>>;

@group(0) @binding(4) var<storage, read_write> newSums: array<f32>;

@group(0) @binding(4) var<storage, read> sums: array<f32>; // [tokens, heads]
@group(0) @binding(5) var<storage, read> value: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> out: array<vec4<f32>>;

@group(0) @binding(5) var<storage, read> upstream: array<vec4<f32>>; // gradient, where value is not read
@group(0) @binding(6) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> inner: array<f32>; // [tokens, heads], gradient · output
@group(0) @binding(8) var<storage, read_write> gradientOut: array<vec4<f32>>;

const QUADS = 8u; // head size / 4
const WORKGROUP = 64u;
const DROPS = 0u;

fn pcg4d(start: vec4<u32>) -> u32 {
  var v = start * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4<u32>(16u);
  v.x += v.y * v.w;
  return v.x;
}

// What dropout leaves of a probability: 0, or 1 / (1 - p). Keyed by head, row and distance.
fn kept(head: u32, row: u32, column: u32) -> f32 {
  if (DROPS == 0u) { return 1.0; }
  let draw = pcg4d(vec4<u32>(sequences[0].x, sequences[0].y, sizes.op + (head << 16u), (row << 10u) ^ (column - sequences[row + 1u].x)));
  return select(0.0, bitcast<f32>(sizes.keep), draw >= sizes.threshold);
}

fn place(token: u32, head: u32) -> u32 { return (token * sizes.heads + head) * QUADS; }

fn score(row: u32, column: u32) -> f32 {
  var sum = 0.0;
  for (var d = 0u; d < QUADS; d++) { sum += dot(query[row + d], key[column + d]); }
  return sum * bitcast<f32>(sizes.scale);
}

@compute @workgroup_size(WORKGROUP)
fn logSums(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let row = place(id.x, id.y);
  let range = sequences[id.x + 1u];
  var top = -3.4e38;
  var sum = 0.0;
  for (var t = range.x; t < range.y; t++) {
    let s = score(row, place(t, id.y));
    let higher = max(top, s);
    sum = sum * exp(top - higher) + exp(s - higher);
    top = higher;
  }
  newSums[id.x * sizes.heads + id.y] = select(0.0, top + log(sum), range.y > range.x);
}

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let row = place(id.x, id.y);
  let range = sequences[id.x + 1u];
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let other = place(t, id.y);
    let p = exp(score(row, other) - sums[id.x * sizes.heads + id.y]) * kept(id.y, id.x, t);
    for (var d = 0u; d < QUADS; d++) { acc[d] += p * value[other + d]; }
  }
  for (var d = 0u; d < QUADS; d++) { out[row + d] = acc[d]; }
}

// Gradient of a score before scaling: p · (kept · gradient · value − inner).
fn scoreGradient(rowToken: u32, columnToken: u32, head: u32) -> f32 {
  let row = place(rowToken, head);
  let column = place(columnToken, head);
  let at = rowToken * sizes.heads + head;
  var along = 0.0;
  for (var d = 0u; d < QUADS; d++) { along += dot(gradient[row + d], value[column + d]); }
  let p = exp(score(row, column) - sums[at]);
  return p * (along * kept(head, rowToken, columnToken) - inner[at]) * bitcast<f32>(sizes.scale);
}

@compute @workgroup_size(WORKGROUP)
fn queryGradient(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let range = sequences[id.x + 1u];
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let s = scoreGradient(id.x, t, id.y);
    let other = place(t, id.y);
    for (var d = 0u; d < QUADS; d++) { acc[d] += s * key[other + d]; }
  }
  let row = place(id.x, id.y);
  for (var d = 0u; d < QUADS; d++) { gradientOut[row + d] = acc[d]; }
}

@compute @workgroup_size(WORKGROUP)
fn keyGradient(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let range = sequences[id.x + 1u];
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let s = scoreGradient(t, id.x, id.y);
    let other = place(t, id.y);
    for (var d = 0u; d < QUADS; d++) { acc[d] += s * query[other + d]; }
  }
  let column = place(id.x, id.y);
  for (var d = 0u; d < QUADS; d++) { gradientOut[column + d] = acc[d]; }
}

@compute @workgroup_size(WORKGROUP)
fn valueGradient(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let range = sequences[id.x + 1u];
  let column = place(id.x, id.y);
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let other = place(t, id.y);
    let p = exp(score(other, column) - sums[t * sizes.heads + id.y]) * kept(id.y, t, id.x);
    for (var d = 0u; d < QUADS; d++) { acc[d] += p * upstream[other + d]; }
  }
  for (var d = 0u; d < QUADS; d++) { out[column + d] = acc[d]; }
}

// Inner product of gradient and output, a head at a time.
@group(0) @binding(1) var<storage, read> left: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> right: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> products: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn innerProducts(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let at = place(id.x, id.y);
  var sum = 0.0;
  for (var d = 0u; d < QUADS; d++) { sum += dot(left[at + d], right[at + d]); }
  products[id.x * sizes.heads + id.y] = sum;
}
