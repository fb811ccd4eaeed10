// Mean of -log softmax(logits)[label] over the rows whose label is not IGNORE, and its gradient. loss[1] is the
// number of rows that counted. Goes with meanLoss.wgsl and logSumExp.wgsl.
struct Sizes { rows: u32, classes: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<i32>;

@group(0) @binding(3) var<storage, read_write> loss: array<f32>;

@group(0) @binding(3) var<storage, read> stats: array<f32>; // what forward wrote to loss
@group(0) @binding(4) var<storage, read> upstream: array<f32>;
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

const IGNORE = -100;
const ROWS = 64;

@compute @workgroup_size(LANES)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var row = lane; row < sizes.rows; row += LANES) {
    let label = labels[row];
    if (label == IGNORE) { continue; }
    let first = row * sizes.classes;
    sum += vec2<f32>(logSumExp(first) - logits[first + u32(label)], 1.0);
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
  let label = labels[row];
  let first = row * sizes.classes;
  if (label == IGNORE) {
    for (var c = 0u; c < sizes.classes; c++) { gradient[first + c] = 0.0; }
    return;
  }
  let norm = logSumExp(first);
  let scale = share(upstream[0], stats[1]);
  for (var c = 0u; c < sizes.classes; c++) {
    gradient[first + c] = (exp(logits[first + c] - norm) - f32(c == u32(label))) * scale;
  }
}
