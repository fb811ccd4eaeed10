// A weighted sum of the hidden states of several layers, which lie side by side in every row, and the
// gradients of the weights and of the states.
struct Sizes { rows: u32, layers: u32, hidden: u32, width: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>; // states, or the gradient of the sum
@group(0) @binding(2) var<storage, read> y: array<f32>; // weights, or in weightGradient the gradient of the sum
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;
const LANES = 256u;
var<workgroup> sums: array<f32, LANES>;

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.rows * sizes.hidden) { return; }
  let first = (i / sizes.hidden) * sizes.layers * sizes.hidden + i % sizes.hidden;
  var sum = 0.0;
  for (var l = 0u; l < sizes.layers; l++) { sum += y[l] * x[first + l * sizes.hidden]; }
  out[i] = sum;
}

// One workgroup a layer.
@compute @workgroup_size(LANES)
fn weightGradient(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var i = lane; i < sizes.rows * sizes.hidden; i += LANES) {
    sum += y[i] * x[((i / sizes.hidden) * sizes.layers + group.x) * sizes.hidden + i % sizes.hidden];
  }
  sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { out[group.x] = sums[0]; }
}

@compute @workgroup_size(WORKGROUP)
fn stateGradient(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.rows * sizes.layers * sizes.hidden) { return; }
  let row = i / (sizes.layers * sizes.hidden);
  out[i] = y[(i / sizes.hidden) % sizes.layers] * x[row * sizes.hidden + i % sizes.hidden];
}
