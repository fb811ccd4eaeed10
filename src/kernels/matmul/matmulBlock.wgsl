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
  for (var k = 0u; k < quads; k++) {
    accumulate(
      rowsOfA(row, k), rowsOfA(row + 4u, k), rowsOfA(row + 8u, k), rowsOfA(row + 12u, k),
      columnsOfB(quad, k), columnsOfB(quad + 1u, k), columnsOfB(quad + 2u, k), columnsOfB(quad + 3u, k),
    );
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

fn rowsOfA(row: u32, k: u32) -> mat4x4<f32> {
  let quads = sizes.inner / 4u;
  let at = quads * min(row + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.rows - 1u)) + k;
  return mat4x4<f32>(a[at.x], a[at.y], a[at.z], a[at.w]);
}

fn columnsOfB(quad: u32, k: u32) -> mat4x4<f32> {
  if (TRANSPOSED == 1u) {
    let quads = sizes.inner / 4u;
    let at = quads * min(4u * quad + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.cols - 1u)) + k;
    return transpose(mat4x4<f32>(b[at.x], b[at.y], b[at.z], b[at.w]));
  }
  let stride = sizes.cols / 4u;
  let at = 4u * k * stride + min(quad, stride - 1u);
  return mat4x4<f32>(b[at], b[at + stride], b[at + 2u * stride], b[at + 3u * stride]);
}

fn put(row: u32, quad: u32, values: vec4<f32>) {
  if (row < sizes.rows && 4u * quad < sizes.cols) { out[(row * sizes.cols) / 4u + quad] = values; }
}
