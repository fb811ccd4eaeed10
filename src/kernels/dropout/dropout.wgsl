// out = x / (1 - p) for kept elements, 0 for dropped ones. Whether an element is kept depends on (seed, step,
// op, element) alone, so that backward draws the same mask and nothing is stored. Goes with pcg4d.wgsl.
struct Sizes { count: u32, width: u32, op: u32, threshold: u32, keep: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> counter: array<u32>; // seed, step
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  out[i] = x[i] * kept(vec4<u32>(counter[0], counter[1], sizes.op, i), sizes.threshold, sizes.keep);
}
