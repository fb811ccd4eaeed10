// out = finish(a · b), for any sizes and any order of storage: element (row, k) of a
// lies at row · aRow + k · aInner, and (k, col) of b at k · bInner + col · bCol. Every thread computes a
// TILE × TILE block, so each value it loads is used TILE times. The faster kernels beside it do the same.
struct Sizes {
  rows: u32, cols: u32, inner: u32, op: u32, threshold: u32, keep: u32,
  aRow: u32, aInner: u32, bInner: u32, bCol: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const TILE = 4u;
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstCol = id.x * TILE;
  let firstRow = id.y * TILE;
  if (firstCol >= sizes.cols || firstRow >= sizes.rows) { return; }
  var aAt: array<u32, TILE>;
  var bAt: array<u32, TILE>;
  for (var i = 0u; i < TILE; i++) {
    aAt[i] = min(firstRow + i, sizes.rows - 1u) * sizes.aRow;
    bAt[i] = min(firstCol + i, sizes.cols - 1u) * sizes.bCol;
  }
  var acc: array<array<f32, TILE>, TILE>;
  for (var k = 0u; k < sizes.inner; k++) {
    var column: array<f32, TILE>;
    for (var c = 0u; c < TILE; c++) { column[c] = b[bAt[c] + k * sizes.bInner]; }
    for (var r = 0u; r < TILE; r++) {
      let value = a[aAt[r] + k * sizes.aInner];
      for (var c = 0u; c < TILE; c++) { acc[r][c] += value * column[c]; }
    }
  }
  for (var r = 0u; r < TILE; r++) {
    for (var c = 0u; c < TILE; c++) {
      let row = firstRow + r;
      let col = firstCol + c;
      if (row >= sizes.rows || col >= sizes.cols) { continue; }
      out[row * sizes.cols + col] = finish(acc[r][c], row, col);
    }
  }
}
