// Partial sums of squares: workgroup g of GROUPS sums every GROUPS-th stretch of x into out[g].
struct Sizes { count: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

const GROUPS = 64u;
const LANES = 256u;
var<workgroup> sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var i = group.x * LANES + lane; i < sizes.count; i += GROUPS * LANES) { sum += x[i] * x[i]; }
  sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { out[group.x] = sums[0]; }
}
