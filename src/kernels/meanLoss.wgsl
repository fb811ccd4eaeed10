// The end of a loss's forward pass, which one workgroup of LANES threads computes: every lane comes with the sum of
// its losses and of their weights, and leaves with the mean loss and the sum of weights, 0 and 0 where nothing counts.
const LANES = 256u;
var<workgroup> sums: array<vec2<f32>, LANES>;

fn meanLoss(lane: u32, sum: vec2<f32>) -> vec2<f32> {
  sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  workgroupBarrier();
  let total = sums[0];
  return vec2<f32>(share(total.x, total.y), total.y);
}

// amount / weight, where a loss that nothing weighs in is 0.
fn share(amount: f32, weight: f32) -> f32 {
  if (weight > 0.0) { return amount / weight; }
  return 0.0;
}
