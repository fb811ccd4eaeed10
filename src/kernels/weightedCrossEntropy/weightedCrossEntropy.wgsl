// Softmax cross-entropy with a weight for every class and label smoothing e, and its gradient. A row's loss is
//   (1 - e) w[y] (-log p[y]) + e / C sum over c of w[c] (-log p[c])
// and the mean divides by the sum of w[y], which is loss[1]. Goes with meanLoss.wgsl and
// logSumExp.wgsl.
struct Sizes { rows: u32, classes: u32, smoothing: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<i32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;

@group(0) @binding(4) var<storage, read_write> loss: array<f32>;

@group(0) @binding(4) var<storage, read> stats: array<f32>; // what forward wrote to loss
@group(0) @binding(5) var<storage, read> upstream: array<f32>;
@group(0) @binding(6) var<storage, read_write> gradient: array<f32>;

const IGNORE = -100;
const ROWS = 64;

// What -log p[c] counts in its row's loss.
fn factor(c: u32, label: u32) -> f32 {
  let smoothing = bitcast<f32>(sizes.smoothing);
  return weights[c] * (select(0.0, 1.0 - smoothing, c == label) + smoothing / f32(sizes.classes));
}

@compute @workgroup_size(LANES)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var row = lane; row < sizes.rows; row += LANES) {
    if (labels[row] == IGNORE) { continue; }
    let label = u32(labels[row]);
    let first = row * sizes.classes;
    let norm = logSumExp(first);
    var rowLoss = 0.0;
    for (var c = 0u; c < sizes.classes; c++) { rowLoss += factor(c, label) * (norm - logits[first + c]); }
    sum += vec2<f32>(rowLoss, weights[label]);
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
  let first = row * sizes.classes;
  if (labels[row] == IGNORE) {
    for (var c = 0u; c < sizes.classes; c++) { gradient[first + c] = 0.0; }
    return;
  }
  let label = u32(labels[row]);
  let norm = logSumExp(first);
  let scale = share(upstream[0], stats[1]);
  var all = 0.0;
  for (var c = 0u; c < sizes.classes; c++) { all += factor(c, label); }
  for (var c = 0u; c < sizes.classes; c++) {
    gradient[first + c] = (all * exp(logits[first + c] - norm) - factor(c, label)) * scale;
  }
}
