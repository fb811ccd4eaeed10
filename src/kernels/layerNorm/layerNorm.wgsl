// Layer normalisation over rows (Ba et al., 2016), and its gradients. A workgroup takes a row; LANES
// threads sum its parts, always in the same order.
struct Sizes { rows: u32, columns: u32, epsilon: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;

@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<storage, read_write> newStats: array<vec2<f32>>; // mean, 1 / standard deviation

const LANES = 32u;
var<workgroup> parts: array<array<vec2<f32>, LANES>, 2>;

// Sum over the lanes; `round` tells apart the sums of one kernel.
fn total(lane: u32, part: vec2<f32>, round: u32) -> vec2<f32> {
  parts[round][lane] = part;
  workgroupBarrier();
  var sum = vec2<f32>();
  for (var other = 0u; other < LANES; other++) { sum += parts[round][other]; }
  return sum;
}

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.columns;
  let count = f32(sizes.columns);
  var sum = 0.0;
  for (var c = lane; c < sizes.columns; c += LANES) { sum += x[first + c]; }
  let mean = total(lane, vec2<f32>(sum, 0.0), 0u).x / count;
  var squares = 0.0;
  for (var c = lane; c < sizes.columns; c += LANES) {
    let centred = x[first + c] - mean;
    squares += centred * centred;
  }
  let variance = total(lane, vec2<f32>(squares, 0.0), 1u).x / count;
  let scale = inverseSqrt(variance + bitcast<f32>(sizes.epsilon));
  if (lane == 0u) { newStats[group.x] = vec2<f32>(mean, scale); }
  for (var c = lane; c < sizes.columns; c += LANES) { out[first + c] = (x[first + c] - mean) * scale * weight[c] + bias[c]; }
}

@group(0) @binding(3) var<storage, read> stats: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> gradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> stateOut: array<f32>;

@compute @workgroup_size(LANES)
fn stateGradient(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.columns;
  let row = stats[group.x];
  var part = vec2<f32>();
  for (var c = lane; c < sizes.columns; c += LANES) {
    let g = gradient[first + c] * weight[c];
    part += vec2<f32>(g, g * (x[first + c] - row.x) * row.y);
  }
  let means = total(lane, part, 0u) / f32(sizes.columns);
  for (var c = lane; c < sizes.columns; c += LANES) {
    let normal = (x[first + c] - row.x) * row.y;
    stateOut[first + c] = row.y * (gradient[first + c] * weight[c] - means.x - normal * means.y);
  }
}

@group(0) @binding(2) var<storage, read> upstream: array<f32>;
@group(0) @binding(4) var<storage, read_write> weightOut: array<f32>;
@group(0) @binding(5) var<storage, read_write> biasOut: array<f32>;

const COLUMNS = 32u;
const ROW_LANES = 8u;
var<workgroup> columnParts: array<array<vec2<f32>, ROW_LANES>, COLUMNS>;

@compute @workgroup_size(COLUMNS, ROW_LANES)
fn weightGradient(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let c = group.x * COLUMNS + local.x;
  var sum = vec2<f32>();
  if (c < sizes.columns) {
    for (var r = local.y; r < sizes.rows; r += ROW_LANES) {
      let i = r * sizes.columns + c;
      let row = stats[r];
      let g = upstream[i];
      sum += vec2<f32>(g * (x[i] - row.x) * row.y, g);
    }
  }
  columnParts[local.x][local.y] = sum;
  workgroupBarrier();
  if (local.y != 0u || c >= sizes.columns) { return; }
  for (var lane = 1u; lane < ROW_LANES; lane++) { sum += columnParts[local.x][lane]; }
  weightOut[c] = sum.x;
  biasOut[c] = sum.y;
}
