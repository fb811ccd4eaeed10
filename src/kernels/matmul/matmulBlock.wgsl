// matmul where a runs along the inner dimension and b along it too (a · bᵀ) or along the columns (a · b); inner
// dimension and columns are multiples of four. Goes with block.wgsl and finish.wgsl.
struct Sizes { rows: u32, cols: u32, inner: u32, op: u32, threshold: u32, keep: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> out: array<vec4<f32>>;

const TRANSPOSED = 1u; // whether b runs along the inner dimension
const WORKGROUP = 4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.y * 16u;
  let quad = id.x * 4u;
  if (row >= sizes.rows || 4u * quad >= sizes.cols) { return; }
  let quads = sizes.inner / 4u;
  let a0 = quads * rowsFrom(row);
  let a1 = quads * rowsFrom(row + 4u);
  let a2 = quads * rowsFrom(row + 8u);
  let a3 = quads * rowsFrom(row + 12u);
  let b0 = bAt(quad);
  let b1 = bAt(quad + 1u);
  let b2 = bAt(quad + 2u);
  let b3 = bAt(quad + 3u);
  let step = select(sizes.cols, 1u, TRANSPOSED == 1u);
  for (var k = 0u; k < quads; k++) {
    let at = k * step;
    accumulate(rowsOfA(a0 + k), rowsOfA(a1 + k), rowsOfA(a2 + k), rowsOfA(a3 + k), ofB(b0 + at), ofB(b1 + at), ofB(b2 + at), ofB(b3 + at));
  }
  putBlock(row, quad);
  if (HAS_BIAS == 0u && FINISH == 0u) { return; }
  // In a loop over what was just written: 256 copies of it would take seconds to compile.
  for (var r = row; r < min(row + 16u, sizes.rows); r++) {
    for (var q = quad; q < min(quad + 4u, sizes.cols / 4u); q++) {
      let at = (r * sizes.cols) / 4u + q;
      var values = out[at];
      for (var c = 0u; c < 4u; c++) { values[c] = finish(values[c], r, 4u * q + c); }
      out[at] = values;
    }
  }
}

fn rowsFrom(row: u32) -> vec4<u32> { return min(row + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.rows - 1u)); }

// A row is a column.
fn rowsOfA(at: vec4<u32>) -> mat4x4<f32> { return mat4x4<f32>(a[at.x], a[at.y], a[at.z], a[at.w]); }

// Where four columns of bᵀ begin, or four rows of b.
fn bAt(quad: u32) -> vec4<u32> {
  let stride = sizes.cols / 4u;
  let inside = min(quad, stride - 1u);
  if (TRANSPOSED == 1u) { return sizes.inner / 4u * (4u * inside + vec4<u32>(0u, 1u, 2u, 3u)); }
  return inside + stride * vec4<u32>(0u, 1u, 2u, 3u);
}

// Four columns at four steps: a step is a column.
fn ofB(at: vec4<u32>) -> mat4x4<f32> {
  let found = mat4x4<f32>(b[at.x], b[at.y], b[at.z], b[at.w]);
  if (TRANSPOSED == 1u) { return transpose(found); }
  return found;
}

fn put(row: u32, quad: u32, values: vec4<f32>) {
  if (row < sizes.rows && 4u * quad < sizes.cols) { out[(row * sizes.cols) / 4u + quad] = values; }
}
