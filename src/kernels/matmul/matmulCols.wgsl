// matmul where b and out run along the columns (a · b and aᵀ · b of row-major matrices) and these are a
// multiple of four: a row of the block is one vec4, and every load of b serves TILE rows.
struct Sizes { rows: u32, cols: u32, inner: u32, aRow: u32, aInner: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> out: array<vec4<f32>>;

const TILE = 4u;
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let quads = sizes.cols / 4u;
  let firstRow = id.y * TILE;
  if (id.x >= quads || firstRow >= sizes.rows) { return; }
  var aAt = sizes.aRow * min(firstRow + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.rows - 1u));
  // One name a row: arrays in a loop end up in memory where a compiler does not unroll it.
  var row0 = vec4<f32>();
  var row1 = vec4<f32>();
  var row2 = vec4<f32>();
  var row3 = vec4<f32>();
  for (var k = 0u; k < sizes.inner; k++) {
    let values = b[k * quads + id.x];
    row0 += a[aAt.x] * values;
    row1 += a[aAt.y] * values;
    row2 += a[aAt.z] * values;
    row3 += a[aAt.w] * values;
    aAt += vec4<u32>(sizes.aInner);
  }
  let at = firstRow * quads + id.x;
  out[at] = row0;
  if (firstRow + 1u < sizes.rows) { out[at + quads] = row1; }
  if (firstRow + 2u < sizes.rows) { out[at + 2u * quads] = row2; }
  if (firstRow + 3u < sizes.rows) { out[at + 3u * quads] = row3; }
}
