// The global norm of all gradients in two stages without a shared sum: every one of LANES · GROUPS threads
// adds up its own stretches, then one workgroup adds up what they found, always in the same order.
struct Sizes { count: u32, maxNorm: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>; // gradients, or in `finish` the partial sums
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

const GROUPS = 16u;
const LANES = 64u;
var<workgroup> sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn partial(@builtin(global_invocation_id) id: vec3<u32>) {
  var sum = vec4<f32>();
  for (var i = id.x; i < sizes.count / 4u; i += GROUPS * LANES) { sum += x[i] * x[i]; }
  out[id.x] = dot(sum, vec4<f32>(1.0));
}

@compute @workgroup_size(LANES)
fn finish(@builtin(local_invocation_index) lane: u32) {
  var sum = vec4<f32>();
  for (var i = lane; i < GROUPS * LANES / 4u; i += LANES) { sum += x[i]; }
  sums[lane] = dot(sum, vec4<f32>(1.0));
  workgroupBarrier();
  if (lane != 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < LANES; i++) { total += sums[i]; }
  // As torch.nn.utils.clip_grad_norm_; a limit of 0 stands for none.
  let norm = sqrt(total);
  let maxNorm = bitcast<f32>(sizes.maxNorm);
  out[0] = norm;
  out[1] = select(1.0, min(1.0, maxNorm / (norm + 1e-6)), maxNorm > 0.0);
}
