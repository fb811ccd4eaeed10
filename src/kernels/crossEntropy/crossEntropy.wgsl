// Mean of -log softmax(logits)[label] over the rows whose label is not IGNORE, and its gradient. One
// workgroup walks all rows and sums in a fixed order; loss[1] is the number of rows that counted.
struct Sizes { rows: u32, classes: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<i32>;

@group(0) @binding(3) var<storage, read_write> loss: array<f32>;

@group(0) @binding(3) var<storage, read> stats: array<f32>; // what forward wrote to loss
@group(0) @binding(4) var<storage, read> upstream: array<f32>;
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

const IGNORE = -100;
const WORKGROUP = 256u;
const ROWS = 64;
var<workgroup> sums: array<vec2<f32>, WORKGROUP>;

// log of the sum of exp(logits) over a row, shifted by its maximum.
fn logSumExp(first: u32) -> f32 {
  var top = logits[first];
  for (var c = 1u; c < sizes.classes; c++) { top = max(top, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < sizes.classes; c++) { sum += exp(logits[first + c] - top); }
  return top + log(sum);
}

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var row = lane; row < sizes.rows; row += WORKGROUP) {
    let label = labels[row];
    if (label == IGNORE) { continue; }
    let first = row * sizes.classes;
    sum += vec2<f32>(logSumExp(first) - logits[first + u32(label)], 1.0);
  }
  sums[lane] = sum;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) {
    let total = sums[0];
    loss[0] = total.x / max(total.y, 1.0);
    loss[1] = total.y;
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
  let scale = upstream[0] / max(stats[1], 1.0);
  for (var c = 0u; c < sizes.classes; c++) {
    gradient[first + c] = (exp(logits[first + c] - norm) - f32(c == u32(label))) * scale;
  }
}
