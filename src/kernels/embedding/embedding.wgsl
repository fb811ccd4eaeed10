// Rows of a table by token, and the table's gradient without atomics: tokens of one row are a chain, which
// the first of them walks. links holds for every token its row, whether it is the first of a row that learns, and
// the next token of it; a token of no row has NONE and gets zeros.
struct Sizes { tokens: u32, columns: u32, rows: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>; // table, or the gradient of what was gathered
@group(0) @binding(2) var<storage, read> links: array<u32>; // [tokens, 3]
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

@group(0) @binding(1) var<storage, read_write> cleared: array<f32>;

const NONE = 0xffffffffu;
const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.columns) { return; }
  let row = links[3u * id.y];
  let value = x[select(row, 0u, row == NONE) * sizes.columns + id.x];
  out[id.y * sizes.columns + id.x] = select(value, 0.0, row == NONE);
}

@compute @workgroup_size(WORKGROUP)
fn clear(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let count = sizes.rows * sizes.columns;
  for (var i = id.x; i < count; i += groups.x * WORKGROUP) { cleared[i] = 0.0; }
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.columns || links[3u * id.y + 1u] == 0u || links[3u * id.y] == NONE) { return; }
  var sum = 0.0;
  for (var t = id.y; t != NONE; t = links[3u * t + 2u]) { sum += x[t * sizes.columns + id.x]; }
  out[links[3u * id.y] * sizes.columns + id.x] = sum;
}
