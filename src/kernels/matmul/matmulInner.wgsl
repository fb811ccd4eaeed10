// matmul where both a and b run along the inner dimension (a · bᵀ of row-major matrices) and that is a
// multiple of four: values come four at a time, and a TILE × TILE block takes 2 · TILE loads for
// 4 · TILE² products.
struct Sizes { rows: u32, cols: u32, inner: u32, relu: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const HAS_BIAS = 0u;
const TILE = 4u;
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstCol = id.x * TILE;
  let firstRow = id.y * TILE;
  if (firstCol >= sizes.cols || firstRow >= sizes.rows) { return; }
  let quads = sizes.inner / 4u;
  var aAt: array<u32, TILE>;
  var bAt: array<u32, TILE>;
  for (var i = 0u; i < TILE; i++) {
    aAt[i] = min(firstRow + i, sizes.rows - 1u) * quads;
    bAt[i] = min(firstCol + i, sizes.cols - 1u) * quads;
  }
  var acc: array<array<f32, TILE>, TILE>;
  for (var k = 0u; k < quads; k++) {
    var column: array<vec4<f32>, TILE>;
    for (var c = 0u; c < TILE; c++) { column[c] = b[bAt[c] + k]; }
    for (var r = 0u; r < TILE; r++) {
      let value = a[aAt[r] + k];
      for (var c = 0u; c < TILE; c++) { acc[r][c] += dot(value, column[c]); }
    }
  }
  for (var r = 0u; r < TILE; r++) {
    for (var c = 0u; c < TILE; c++) {
      let row = firstRow + r;
      let col = firstCol + c;
      if (row >= sizes.rows || col >= sizes.cols) { continue; }
      var value = acc[r][c];
      if (HAS_BIAS == 1u) { value += bias[col]; }
      out[row * sizes.cols + col] = select(value, 0.0, sizes.relu == 1u && value < 0.0);
    }
  }
}
