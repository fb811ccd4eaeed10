// matmul where a runs along the inner dimension, a multiple of four, and b either along it too (a · bᵀ of
// row-major matrices) or along the columns, then also a multiple of four (a · b): values come four at a
// time, and a block of 8 rows and 4 columns takes twelve loads for 128 products.
struct Sizes { rows: u32, cols: u32, inner: u32, op: u32, threshold: u32, keep: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const TRANSPOSED = 1u; // whether b runs along the inner dimension
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstCol = id.x * 4u;
  let firstRow = id.y * 8u;
  if (firstCol >= sizes.cols || firstRow >= sizes.rows) { return; }
  let quads = sizes.inner / 4u;
  let upper = quads * min(firstRow + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.rows - 1u));
  let lower = quads * min(firstRow + vec4<u32>(4u, 5u, 6u, 7u), vec4<u32>(sizes.rows - 1u));
  // Four columns of bᵀ, or four rows of b.
  var bAt = quads * min(firstCol + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.cols - 1u));
  var step = 1u;
  if (TRANSPOSED == 0u) {
    bAt = id.x + sizes.cols / 4u * vec4<u32>(0u, 1u, 2u, 3u);
    step = sizes.cols;
  }
  // One name a row: arrays in a loop end up in memory where a compiler does not unroll it.
  var row0 = vec4<f32>();
  var row1 = vec4<f32>();
  var row2 = vec4<f32>();
  var row3 = vec4<f32>();
  var row4 = vec4<f32>();
  var row5 = vec4<f32>();
  var row6 = vec4<f32>();
  var row7 = vec4<f32>();
  for (var k = 0u; k < quads; k++) {
    var columns = mat4x4<f32>(b[bAt.x + k * step], b[bAt.y + k * step], b[bAt.z + k * step], b[bAt.w + k * step]);
    if (TRANSPOSED == 1u) { columns = transpose(columns); }
    row0 += columns * a[upper.x + k];
    row1 += columns * a[upper.y + k];
    row2 += columns * a[upper.z + k];
    row3 += columns * a[upper.w + k];
    row4 += columns * a[lower.x + k];
    row5 += columns * a[lower.y + k];
    row6 += columns * a[lower.z + k];
    row7 += columns * a[lower.w + k];
  }
  store(firstRow, firstCol, row0);
  store(firstRow + 1u, firstCol, row1);
  store(firstRow + 2u, firstCol, row2);
  store(firstRow + 3u, firstCol, row3);
  store(firstRow + 4u, firstCol, row4);
  store(firstRow + 5u, firstCol, row5);
  store(firstRow + 6u, firstCol, row6);
  store(firstRow + 7u, firstCol, row7);
}

fn store(row: u32, firstCol: u32, values: vec4<f32>) {
  if (row >= sizes.rows) { return; }
  for (var c = 0u; c < min(4u, sizes.cols - firstCol); c++) {
    out[row * sizes.cols + firstCol + c] = finish(values[c], row, firstCol + c);
  }
}
