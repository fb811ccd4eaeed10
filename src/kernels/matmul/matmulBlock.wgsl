// matmul where a runs along the inner dimension and b along it too (a · bᵀ) or along the columns (a · b); the inner
// dimension is a multiple of eight, columns are one of four. Goes with block.wgsl and finish.wgsl.
struct Sizes { rows: u32, cols: u32, inner: u32, op: u32, threshold: u32, keep: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> out: array<vec4<f32>>;

const TRANSPOSED = 1u; // whether b runs along the inner dimension
const WORKGROUP = 4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let row = 16u * (4u * group.y + lane);
  let quad = 8u * group.x;
  let quads = sizes.inner / 4u;
  let aAt = array<vec4<u32>, 4>(quads * rowsFrom(row), quads * rowsFrom(row + 4u), quads * rowsFrom(row + 8u), quads * rowsFrom(row + 12u));
  let left = vec4<u32>(bAt(quad, lane), bAt(quad + 1u, lane), bAt(quad + 2u, lane), bAt(quad + 3u, lane));
  let right = vec4<u32>(bAt(quad + 4u, lane), bAt(quad + 5u, lane), bAt(quad + 6u, lane), bAt(quad + 7u, lane));
  let step = select(sizes.cols, 1u, TRANSPOSED == 1u);
  // Two quads a turn: what a loop carries is merged by a mask on every one.
  for (var k = 0u; k < quads; k += 2u) {
    addQuad(k, aAt, left + k * step, right + k * step);
    addQuad(k + 1u, aAt, left + (k + 1u) * step, right + (k + 1u) * step);
  }
  putBlock(row, quad);
  if (HAS_BIAS == 0u && FINISH == 0u) { return; }
  // In a loop over what was just written: 512 copies of it would take seconds to compile.
  for (var r = row; r < min(row + 16u, sizes.rows); r++) {
    for (var q = quad; q < min(quad + 8u, sizes.cols / 4u); q++) {
      let at = (r * sizes.cols) / 4u + q;
      var values = out[at];
      for (var c = 0u; c < 4u; c++) { values[c] = finish(values[c], r, 4u * q + c); }
      out[at] = values;
    }
  }
}

fn addQuad(k: u32, aAt: array<vec4<u32>, 4>, left: vec4<u32>, right: vec4<u32>) {
  accumulate(
    rowsOfA(aAt[0] + k), rowsOfA(aAt[1] + k), rowsOfA(aAt[2] + k), rowsOfA(aAt[3] + k),
    ofB(left.x), ofB(left.y), ofB(left.z), ofB(left.w), ofB(right.x), ofB(right.y), ofB(right.z), ofB(right.w),
  );
}

fn rowsFrom(row: u32) -> vec4<u32> { return min(row + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(sizes.rows - 1u)); }

// A row is a column.
fn rowsOfA(at: vec4<u32>) -> mat4x4<f32> { return mat4x4<f32>(a[at.x], a[at.y], a[at.z], a[at.w]); }

// Where this thread's column of four of bᵀ begins, or its row of four of b.
fn bAt(quad: u32, lane: u32) -> u32 {
  let stride = sizes.cols / 4u;
  let inside = min(quad, stride - 1u);
  if (TRANSPOSED == 1u) { return sizes.inner / 4u * (4u * inside + lane); }
  return inside + stride * lane;
}

// Four columns at four steps: a step is a column.
fn ofB(at: u32) -> mat4x4<f32> {
  let found = together(b[at]);
  if (TRANSPOSED == 1u) { return transpose(found); }
  return found;
}

fn put(row: u32, quad: u32, values: vec4<f32>) {
  if (row < sizes.rows && 4u * quad < sizes.cols) { out[(row * sizes.cols) / 4u + quad] = values; }
}
