// out = x / (1 - p) for kept elements, 0 for dropped ones; with a residual, that is added. Whether an element is kept depends on
// (seed, step, op, element) alone, so that backward draws the same mask and nothing is stored.
// Generator: pcg4d (Jarzynski & Olano, 2020, "Hash Functions for GPU Rendering").
struct Sizes { count: u32, width: u32, op: u32, threshold: u32, scale: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> counter: array<u32>; // seed, step
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;
const HAS_RESIDUAL = 0u;

fn pcg4d(key: vec4<u32>) -> vec4<u32> {
  var v = key * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v ^= v >> vec4<u32>(16u);
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  let kept = pcg4d(vec4<u32>(counter[0], counter[1], sizes.op, i)).x >= sizes.threshold;
  var value = select(0.0, x[i] * bitcast<f32>(sizes.scale), kept);
  if (HAS_RESIDUAL == 1u) { value += residual[i]; }
  out[i] = value;
}
