// Mean over the tokens whose mask is 1. One thread per (sentence, feature), so that neighbouring
// threads read neighbouring features of the same token.
struct Sizes { batch: u32, length: u32, hidden: u32, unused: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> states: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<u32>;
@group(0) @binding(3) var<storage, read_write> pooled: array<f32>;

const WORKGROUP = 64;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let feature = id.x;
  let sentence = id.y;
  if (feature >= sizes.hidden) { return; }
  var sum = 0.0;
  var count = 0.0;
  for (var t = 0u; t < sizes.length; t++) {
    let token = sentence * sizes.length + t;
    if (mask[token] != 0u) {
      sum += states[token * sizes.hidden + feature];
      count += 1.0;
    }
  }
  pooled[sentence * sizes.hidden + feature] = sum / max(count, 1.0);
}
