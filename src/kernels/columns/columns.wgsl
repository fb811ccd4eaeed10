// Columns of a matrix from `at` on: `place` writes x into them, `take` reads them out.
struct Sizes { count: u32, width: u32, columns: u32, total: u32, at: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;

// The place in the wide matrix of element i of the narrow one.
fn wide(i: u32) -> u32 {
  return (i / sizes.columns) * sizes.total + sizes.at + i % sizes.columns;
}

@compute @workgroup_size(WORKGROUP)
fn place(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  out[wide(i)] = x[i];
}

@compute @workgroup_size(WORKGROUP)
fn take(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  out[i] = x[wide(i)];
}
