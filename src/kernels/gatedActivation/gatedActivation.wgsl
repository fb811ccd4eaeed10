// A gated linear unit, and its gradient: a thread takes one column of the left half and its gate. Goes with curves.wgsl.
struct Sizes { count: u32, width: u32, columns: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [rows, 2 · columns]
@group(0) @binding(2) var<storage, read_write> out: array<f32>; // [rows, columns]

@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradientOut: array<f32>;

const WORKGROUP = 64;

fn place(i: u32) -> u32 { return (i / sizes.columns) * 2u * sizes.columns + i % sizes.columns; }

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  let at = place(i);
  out[i] = activated(x[at]) * x[at + sizes.columns];
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  let at = place(i);
  gradientOut[at] = gradient[i] * slope(x[at]) * x[at + sizes.columns];
  gradientOut[at + sizes.columns] = gradient[i] * activated(x[at]);
}
