// A task's share of the total loss, weight · loss, or with a learned log-variance s
// exp(-s) · loss + s / 2 (Kendall et al., 2018); and both gradients. loss[1] is what the mean is over, the
// rows that had a label: a batch without any adds nothing and moves nothing.
struct Sizes { weight: u32, learned: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> loss: array<f32>;
@group(0) @binding(2) var<storage, read> logVariance: array<f32>;

@group(0) @binding(3) var<storage, read_write> out: array<f32>;

@group(0) @binding(3) var<storage, read> upstream: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;

fn factor() -> f32 { return select(bitcast<f32>(sizes.weight), exp(-logVariance[0]), sizes.learned == 1u); }

@compute @workgroup_size(1)
fn forward() {
  let value = factor() * loss[0] + select(0.0, logVariance[0] / 2.0, sizes.learned == 1u);
  out[0] = select(0.0, value, loss[1] > 0.0);
}

@compute @workgroup_size(1)
fn lossGradient() {
  gradient[0] = select(0.0, factor() * upstream[0], loss[1] > 0.0);
  gradient[1] = 0.0;
}

@compute @workgroup_size(1)
fn varianceGradient() {
  gradient[0] = select(0.0, (0.5 - factor() * loss[0]) * upstream[0], loss[1] > 0.0 && sizes.learned == 1u);
}
