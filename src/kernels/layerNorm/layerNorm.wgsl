// Layer normalisation over rows (Ba et al., 2016), and its gradients. A workgroup takes a row; LANES
// threads sum its parts, always in the same order.
struct Sizes { rows: u32, columns: u32, epsilon: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> stats: array<vec2<f32>>; // mean, 1 / standard deviation
@group(0) @binding(3) var<storage, read> a: array<f32>; // weight; in weightGradient the gradient
@group(0) @binding(4) var<storage, read> b: array<f32>; // bias; in stateGradient the gradient
@group(0) @binding(5) var<storage, read_write> out: array<f32>;

@group(0) @binding(2) var<storage, read_write> newStats: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> columnOut: array<f32>;

const LANES = 64u;
const COLUMNS = 32u;
const ROW_LANES = 8u;
var<workgroup> sums: array<vec2<f32>, LANES>;
var<workgroup> columnSums: array<array<f32, ROW_LANES>, COLUMNS>;

fn total(lane: u32, part: vec2<f32>) -> vec2<f32> {
  sums[lane] = part;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  workgroupBarrier();
  let whole = sums[0];
  workgroupBarrier();
  return whole;
}

@compute @workgroup_size(LANES)
fn statistics(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.columns;
  let count = f32(sizes.columns);
  var sum = 0.0;
  for (var c = lane; c < sizes.columns; c += LANES) { sum += x[first + c]; }
  let mean = total(lane, vec2<f32>(sum, 0.0)).x / count;
  var squares = 0.0;
  for (var c = lane; c < sizes.columns; c += LANES) {
    let centred = x[first + c] - mean;
    squares += centred * centred;
  }
  let variance = total(lane, vec2<f32>(squares, 0.0)).x / count;
  if (lane == 0u) { newStats[group.x] = vec2<f32>(mean, inverseSqrt(variance + bitcast<f32>(sizes.epsilon))); }
}

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = stats[group.x];
  for (var c = lane; c < sizes.columns; c += LANES) {
    let i = group.x * sizes.columns + c;
    out[i] = (x[i] - row.x) * row.y * a[c] + b[c];
  }
}

@compute @workgroup_size(LANES)
fn stateGradient(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.columns;
  let row = stats[group.x];
  var part = vec2<f32>();
  for (var c = lane; c < sizes.columns; c += LANES) {
    let g = b[first + c] * a[c];
    part += vec2<f32>(g, g * (x[first + c] - row.x) * row.y);
  }
  let means = total(lane, part) / f32(sizes.columns);
  for (var c = lane; c < sizes.columns; c += LANES) {
    let normal = (x[first + c] - row.x) * row.y;
    out[first + c] = row.y * (b[first + c] * a[c] - means.x - normal * means.y);
  }
}

@compute @workgroup_size(COLUMNS, ROW_LANES)
fn weightGradient(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let c = group.x * COLUMNS + local.x;
  var sum = 0.0;
  if (c < sizes.columns) {
    for (var r = local.y; r < sizes.rows; r += ROW_LANES) {
      let i = r * sizes.columns + c;
      sum += a[i] * (x[i] - stats[r].x) * stats[r].y;
    }
  }
  columnSums[local.x][local.y] = sum;
  workgroupBarrier();
  if (local.y != 0u || c >= sizes.columns) { return; }
  for (var lane = 1u; lane < ROW_LANES; lane++) { sum += columnSums[local.x][lane]; }
  columnOut[c] = sum;
}
