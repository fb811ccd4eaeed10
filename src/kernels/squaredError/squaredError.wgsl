// Mean of (prediction - value)^2 over the rows whose value is known, and its gradient. loss[1] is the number of rows
// that counted. Goes with meanLoss.wgsl.
struct Sizes { rows: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> predictions: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<vec2<f32>>; // value, whether it is known

@group(0) @binding(3) var<storage, read_write> loss: array<f32>;

@group(0) @binding(3) var<storage, read> stats: array<f32>; // what forward wrote to loss
@group(0) @binding(4) var<storage, read> upstream: array<f32>;
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

const ROWS = 64;

@compute @workgroup_size(LANES)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var row = lane; row < sizes.rows; row += LANES) {
    if (targets[row].y == 0.0) { continue; }
    let error = predictions[row] - targets[row].x;
    sum += vec2<f32>(error * error, 1.0);
  }
  let mean = meanLoss(lane, sum);
  if (lane == 0u) {
    loss[0] = mean.x;
    loss[1] = mean.y;
  }
}

@compute @workgroup_size(ROWS)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.x;
  if (row >= sizes.rows) { return; }
  let slope = 2.0 * (predictions[row] - targets[row].x) * share(upstream[0], stats[1]);
  gradient[row] = select(0.0, slope, targets[row].y != 0.0);
}
