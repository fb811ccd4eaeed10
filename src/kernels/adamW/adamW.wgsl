// One AdamW step over all tensors at once (Loshchilov & Hutter, 2019; torch.optim.AdamW). Tensors lie one
// behind another, each in whole blocks of BLOCK values; groupOf names the group of every block, and a
// group's row in `groups` holds what this step needs: rate, decay, and the two bias corrections. A group
// whose first correction is 0 sits this step out. Gradients are scaled down to maxNorm first.
struct Sizes { count: u32, width: u32, maxNorm: u32, beta1: u32, beta2: u32, epsilon: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> gradients: array<f32>;
@group(0) @binding(3) var<storage, read_write> moments: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> groupOf: array<u32>;
@group(0) @binding(5) var<storage, read> groups: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> normParts: array<f32>;
@group(0) @binding(7) var<storage, read_write> norm: array<f32>;

const WORKGROUP = 256u;
const BLOCK = 64u;
const NORM_PARTS = 64u;
var<workgroup> total: f32;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  if (lane == 0u) {
    var sum = 0.0;
    for (var p = 0u; p < NORM_PARTS; p++) { sum += normParts[p]; }
    total = sqrt(sum);
  }
  workgroupBarrier();
  let i = id.y * sizes.width + id.x;
  if (i == 0u) { norm[0] = total; }
  if (i >= sizes.count) { return; }
  let state = groups[groupOf[i / BLOCK]];
  if (state.z == 0.0) { return; }
  // As torch.nn.utils.clip_grad_norm_; a limit of 0 stands for none.
  let maxNorm = bitcast<f32>(sizes.maxNorm);
  let clip = select(1.0, min(1.0, maxNorm / (total + 1e-6)), maxNorm > 0.0);
  let g = gradients[i] * clip;
  let beta1 = bitcast<f32>(sizes.beta1);
  let beta2 = bitcast<f32>(sizes.beta2);
  let moment = vec2<f32>(beta1, beta2) * moments[i] + vec2<f32>((1.0 - beta1) * g, (1.0 - beta2) * g * g);
  moments[i] = moment;
  let denominator = sqrt(moment.y) / sqrt(state.w) + bitcast<f32>(sizes.epsilon);
  parameters[i] = parameters[i] * (1.0 - state.x * state.y) - state.x / state.z * moment.x / denominator;
}
