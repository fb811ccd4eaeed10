// Self-attention over packed sequences (Vaswani et al., 2017), and its gradients. A thread takes one token
// of one head and walks the tokens of its own sequence, so that memory stays linear in length: instead of
// probabilities, the logarithm of each row's sum is kept (Dao et al., 2022), and they are computed again.
// Goes with pcg4d.wgsl.
struct Sizes { tokens: u32, heads: u32, op: u32, threshold: u32, keep: u32, scale: u32, distances: u32, reach: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> sequences: array<vec2<u32>>; // seed and step, then first and end of each token's sequence
@group(0) @binding(2) var<storage, read> joined: array<vec4<f32>>; // [tokens, 3, heads, head size]: query, key, value
@group(0) @binding(3) var<storage, read> bias: array<f32>; // [distances, heads]

@group(0) @binding(4) var<storage, read_write> out: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> newSums: array<f32>; // [tokens, heads]

@group(0) @binding(4) var<storage, read> sums: array<f32>;
@group(0) @binding(5) var<storage, read> gradient: array<vec4<f32>>; // [tokens, heads, head size]
@group(0) @binding(6) var<storage, read> inner: array<f32>; // [tokens, heads], gradient · output
@group(0) @binding(7) var<storage, read_write> joinedOut: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> biasOut: array<f32>;

const QUADS = 8u; // head size / 4
const WORKGROUP = 64u;
const DROPS = 0u;
const BIASED = 0u;
const LOCAL = 0u;
const QUERY = 0u;
const KEY = 1u;
const VALUE = 2u;

// What dropout leaves of a probability, by head, row and distance.
fn keptAt(head: u32, row: u32, column: u32) -> f32 {
  if (DROPS == 0u) { return 1.0; }
  let key = vec4<u32>(sequences[0].x, sequences[0].y, sizes.op + (head << 16u), (row << 10u) ^ (column - sequences[row + 1u].x));
  return kept(key, sizes.threshold, sizes.keep);
}

// First and end of what a token looks at, and is looked at by.
fn rangeOf(token: u32) -> vec2<u32> {
  let whole = sequences[token + 1u];
  if (LOCAL == 0u) { return whole; }
  return vec2<u32>(max(whole.x, token - min(token, sizes.reach)), min(whole.y, token + sizes.reach + 1u));
}

// @param products of query and key, in four parts
fn scoreOf(products: vec4<f32>, row: u32, column: u32, head: u32) -> f32 {
  let score = dot(products, vec4<f32>(bitcast<f32>(sizes.scale)));
  if (BIASED == 0u) { return score; }
  return score + bias[(sizes.distances / 2u + column - row) * sizes.heads + head];
}

fn place(token: u32, head: u32) -> u32 { return (token * sizes.heads + head) * QUADS; }
fn joinedPlace(token: u32, part: u32, head: u32) -> u32 { return ((token * 3u + part) * sizes.heads + head) * QUADS; }

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  let range = rangeOf(id.x);
  let at = joinedPlace(id.x, QUERY, id.y);
  var query: array<vec4<f32>, QUADS>;
  for (var d = 0u; d < QUADS; d++) { query[d] = joined[at + d]; }
  // The largest score so far, and what everything is relative to (Milakov & Gimelshein, 2018).
  var top = -3.4e38;
  var sum = 0.0;
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let key = joinedPlace(t, KEY, id.y);
    var products = vec4<f32>();
    for (var d = 0u; d < QUADS; d++) { products += query[d] * joined[key + d]; }
    let score = scoreOf(products, id.x, t, id.y);
    let higher = max(top, score);
    let before = exp(top - higher);
    let p = exp(score - higher);
    top = higher;
    sum = sum * before + p;
    let weight = p * keptAt(id.y, id.x, t);
    let value = joinedPlace(t, VALUE, id.y);
    for (var d = 0u; d < QUADS; d++) { acc[d] = acc[d] * before + weight * joined[value + d]; }
  }
  let any = range.y > range.x;
  newSums[id.x * sizes.heads + id.y] = select(0.0, top + log(sum), any);
  let share = select(0.0, 1.0 / sum, any);
  let to = place(id.x, id.y);
  for (var d = 0u; d < QUADS; d++) { out[to + d] = acc[d] * share; }
}

// Query gradients in the first layer of workgroups, key and value gradients in the second.
@compute @workgroup_size(WORKGROUP)
fn gradients(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.tokens) { return; }
  if (id.z == 0u) { asRow(id.x, id.y); } else { asColumn(id.x, id.y); }
}

struct Pair {
  weight: f32, // what is left of the probability
  slope: f32, // gradient of the score
}

fn pairOf(row: u32, column: u32, head: u32, scores: vec4<f32>, along: vec4<f32>) -> Pair {
  let at = row * sizes.heads + head;
  let left = keptAt(head, row, column);
  let p = exp(scoreOf(scores, row, column, head) - sums[at]);
  return Pair(p * left, p * (dot(along, vec4<f32>(1.0)) * left - inner[at]));
}

fn asRow(token: u32, head: u32) {
  let range = rangeOf(token);
  let at = joinedPlace(token, QUERY, head);
  let source = place(token, head);
  var query: array<vec4<f32>, QUADS>;
  var upstream: array<vec4<f32>, QUADS>;
  for (var d = 0u; d < QUADS; d++) {
    query[d] = joined[at + d];
    upstream[d] = gradient[source + d];
  }
  var acc: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let key = joinedPlace(t, KEY, head);
    let value = joinedPlace(t, VALUE, head);
    var scores = vec4<f32>();
    var along = vec4<f32>();
    for (var d = 0u; d < QUADS; d++) {
      scores += query[d] * joined[key + d];
      along += upstream[d] * joined[value + d];
    }
    let slope = pairOf(token, t, head, scores, along).slope * bitcast<f32>(sizes.scale);
    for (var d = 0u; d < QUADS; d++) { acc[d] += slope * joined[key + d]; }
  }
  for (var d = 0u; d < QUADS; d++) { joinedOut[at + d] = acc[d]; }
}

fn asColumn(token: u32, head: u32) {
  let range = rangeOf(token);
  let keyAt = joinedPlace(token, KEY, head);
  let valueAt = joinedPlace(token, VALUE, head);
  var key: array<vec4<f32>, QUADS>;
  var value: array<vec4<f32>, QUADS>;
  for (var d = 0u; d < QUADS; d++) {
    key[d] = joined[keyAt + d];
    value[d] = joined[valueAt + d];
  }
  var ofKey: array<vec4<f32>, QUADS>;
  var ofValue: array<vec4<f32>, QUADS>;
  for (var t = range.x; t < range.y; t++) {
    let query = joinedPlace(t, QUERY, head);
    let source = place(t, head);
    var scores = vec4<f32>();
    var along = vec4<f32>();
    for (var d = 0u; d < QUADS; d++) {
      scores += key[d] * joined[query + d];
      along += value[d] * gradient[source + d];
    }
    let pair = pairOf(t, token, head, scores, along);
    let slope = pair.slope * bitcast<f32>(sizes.scale);
    for (var d = 0u; d < QUADS; d++) {
      ofKey[d] += slope * joined[query + d];
      ofValue[d] += pair.weight * gradient[source + d];
    }
  }
  for (var d = 0u; d < QUADS; d++) {
    joinedOut[keyAt + d] = ofKey[d];
    joinedOut[valueAt + d] = ofValue[d];
  }
}

// A thread takes one distance of one head, and all pairs that lie so far apart.
@compute @workgroup_size(WORKGROUP)
fn biasGradient(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.distances) { return; }
  let middle = sizes.distances / 2u;
  var sum = 0.0;
  for (var row = 0u; row < sizes.tokens; row++) {
    let range = rangeOf(row);
    // Below 0, it wraps around and lies beyond every end.
    let column = row + id.x - middle;
    if (column < range.x || column >= range.y) { continue; }
    let query = joinedPlace(row, QUERY, id.y);
    let key = joinedPlace(column, KEY, id.y);
    let value = joinedPlace(column, VALUE, id.y);
    let source = place(row, id.y);
    var scores = vec4<f32>();
    var along = vec4<f32>();
    for (var d = 0u; d < QUADS; d++) {
      scores += joined[query + d] * joined[key + d];
      along += gradient[source + d] * joined[value + d];
    }
    sum += pairOf(row, column, id.y, scores, along).slope;
  }
  biasOut[id.x * sizes.heads + id.y] = sum;
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
