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
  var aAt: array<u32, TILE>;
  for (var r = 0u; r < TILE; r++) { aAt[r] = min(firstRow + r, sizes.rows - 1u) * sizes.aRow; }
  var acc: array<vec4<f32>, TILE>;
  for (var k = 0u; k < sizes.inner; k++) {
    let row = b[k * quads + id.x];
    for (var r = 0u; r < TILE; r++) { acc[r] += a[aAt[r] + k * sizes.aInner] * row; }
  }
  for (var r = 0u; r < TILE; r++) {
    if (firstRow + r < sizes.rows) { out[(firstRow + r) * quads + id.x] = acc[r]; }
  }
}
