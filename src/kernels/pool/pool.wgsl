// Pools the tokens of every sequence, by several modes side by side, and the gradient of that. Tokens are packed:
// sequence s holds the rows cuSeqlens[s] to cuSeqlens[s + 1]; rows before the first and beyond the last belong to none.
// A mode is a weighted sum of a sequence's tokens or, where its bit of maxima is set, their maximum. A token of weight 0
// does not count.
struct Sizes { sequences: u32, tokens: u32, hidden: u32, modes: u32, maxima: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> cuSeqlens: array<u32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<storage, read> states: array<f32>;
@group(0) @binding(6) var<storage, read> pooled: array<f32>;

const WORKGROUP = 64;

fn isMaximum(mode: u32) -> bool {
  return ((sizes.maxima >> mode) & 1u) == 1u;
}

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.modes * sizes.hidden) { return; }
  let mode = id.x / sizes.hidden;
  let feature = id.x % sizes.hidden;
  let greatest = isMaximum(mode);
  var result = 0.0;
  var found = false;
  for (var t = cuSeqlens[id.y]; t < cuSeqlens[id.y + 1u]; t++) {
    let weight = weights[t * sizes.modes + mode];
    if (weight == 0.0) { continue; }
    let value = x[t * sizes.hidden + feature];
    if (greatest) {
      result = select(value, max(result, value), found);
      found = true;
    } else {
      result += weight * value;
    }
  }
  out[id.y * sizes.modes * sizes.hidden + id.x] = result;
}

// The sequence that holds a token: the last one that begins at or before it.
fn sequenceOf(token: u32) -> u32 {
  var low = 0u;
  var high = sizes.sequences;
  while (low + 1u < high) {
    let middle = (low + high) / 2u;
    if (cuSeqlens[middle] <= token) { low = middle; } else { high = middle; }
  }
  return low;
}

fn holds(sequence: u32, token: u32) -> bool {
  return token >= cuSeqlens[sequence] && token < cuSeqlens[sequence + 1u];
}

// Where every mode is a weighted sum.
@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.hidden) { return; }
  let sequence = sequenceOf(id.y);
  var sum = 0.0;
  if (holds(sequence, id.y)) {
    for (var mode = 0u; mode < sizes.modes; mode++) {
      sum += weights[id.y * sizes.modes + mode] * x[(sequence * sizes.modes + mode) * sizes.hidden + id.x];
    }
  }
  out[id.y * sizes.hidden + id.x] = sum;
}

// A maximum's gradient goes to the first token that has it, as torch.max gives it.
@compute @workgroup_size(WORKGROUP)
fn backwardOfMaxima(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.hidden) { return; }
  let sequence = sequenceOf(id.y);
  var sum = 0.0;
  if (holds(sequence, id.y)) {
    for (var mode = 0u; mode < sizes.modes; mode++) {
      let at = (sequence * sizes.modes + mode) * sizes.hidden + id.x;
      var share = weights[id.y * sizes.modes + mode];
      if (isMaximum(mode) && share != 0.0) {
        share = f32(states[id.y * sizes.hidden + id.x] == pooled[at]);
        for (var t = cuSeqlens[sequence]; share != 0.0 && t < id.y; t++) {
          let counts = weights[t * sizes.modes + mode] != 0.0;
          if (counts && states[t * sizes.hidden + id.x] == pooled[at]) { share = 0.0; }
        }
      }
      sum += share * x[at];
    }
  }
  out[id.y * sizes.hidden + id.x] = sum;
}
