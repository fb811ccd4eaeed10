// One AdamW step over all tensors at once (Loshchilov & Hutter, 2019; torch.optim.AdamW), a quarter of a
// block a thread. Tensors lie one behind another, each in whole blocks of 64 values; groupOf names the group of
// every block, and a group's row in `groups` holds what this step needs: what decay leaves of a value, the
// rate over the first bias correction, one over the root of the second, and 1; or 0 for a group that sits
// this step out.
struct Sizes { count: u32, width: u32, beta1: u32, beta2: u32, rest1: u32, rest2: u32, epsilon: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read_write> parameters: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> gradients: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> moments: array<vec4<f32>>; // first, then second, of each four
@group(0) @binding(4) var<storage, read> groupOf: array<u32>;
@group(0) @binding(5) var<storage, read> groups: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> clip: array<f32>; // norm, factor
@group(0) @binding(7) var<storage, read_write> norm: array<f32>;

const WORKGROUP = 64u;
const QUADS = 4u; // a quarter of a block of 64 values, in fours

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let quarter = id.y * sizes.width + id.x;
  if (quarter == 0u) { norm[0] = clip[0]; }
  if (4u * quarter >= sizes.count / QUADS) { return; }
  let state = groups[groupOf[quarter / 4u]];
  if (state.w == 0.0) { return; }
  let scale = clip[1];
  let beta1 = bitcast<f32>(sizes.beta1);
  let beta2 = bitcast<f32>(sizes.beta2);
  // 1 - beta, not subtracted here: of 0.999 in float32 that would be 1e-5 off.
  let rest1 = bitcast<f32>(sizes.rest1);
  let rest2 = bitcast<f32>(sizes.rest2);
  let epsilon = bitcast<f32>(sizes.epsilon);
  for (var i = quarter * QUADS; i < (quarter + 1u) * QUADS; i++) {
    let g = gradients[i] * scale;
    let first = beta1 * moments[2u * i] + rest1 * g;
    let second = beta2 * moments[2u * i + 1u] + rest2 * g * g;
    moments[2u * i] = first;
    moments[2u * i + 1u] = second;
    parameters[i] = parameters[i] * state.x - state.y * first / (sqrt(second) * state.z + epsilon);
  }
}
