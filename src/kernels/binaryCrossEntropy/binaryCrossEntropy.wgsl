// Mean of -t log s(x) - (1 - t) log(1 - s(x)), s the logistic function, over the elements whose target t is not below
// 0, and its gradient. loss[1] is the number of elements that counted. Goes with meanLoss.wgsl.
struct Sizes { count: u32, width: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;

@group(0) @binding(3) var<storage, read_write> loss: array<f32>;

@group(0) @binding(3) var<storage, read> stats: array<f32>; // what forward wrote to loss
@group(0) @binding(4) var<storage, read> upstream: array<f32>;
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

const WORKGROUP = 64;

@compute @workgroup_size(LANES)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var i = lane; i < sizes.count; i += LANES) {
    let x = logits[i];
    let t = targets[i];
    if (t < 0.0) { continue; }
    // Never the exponential of a positive number, which could overflow.
    sum += vec2<f32>(max(x, 0.0) - x * t + log(1.0 + exp(-abs(x))), 1.0);
  }
  let mean = meanLoss(lane, sum);
  if (lane == 0u) {
    loss[0] = mean.x;
    loss[1] = mean.y;
  }
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  let small = exp(-abs(logits[i]));
  let logistic = select(small, 1.0, logits[i] >= 0.0) / (1.0 + small);
  gradient[i] = select(0.0, (logistic - targets[i]) * share(upstream[0], stats[1]), targets[i] >= 0.0);
}
