// out[i] = table[rows[i]].
struct Sizes { count: u32, width: u32, columns: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read> rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  out[i] = table[rows[i / sizes.columns] * sizes.columns + i % sizes.columns];
}
