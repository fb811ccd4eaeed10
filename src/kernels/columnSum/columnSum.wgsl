// out[col] = sum of x over rows. A workgroup takes COLUMNS columns with LANES threads each, which are
// then summed in a fixed order: the same input gives the same bits.
struct Sizes { rows: u32, cols: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

const COLUMNS = 32u;
const LANES = 8u;
var<workgroup> partial: array<array<f32, LANES>, COLUMNS>;

// For few rows: one thread a column, and nothing to wait for.
@compute @workgroup_size(COLUMNS)
fn few(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.cols) { return; }
  var sum = 0.0;
  for (var row = 0u; row < sizes.rows; row++) { sum += x[row * sizes.cols + id.x]; }
  out[id.x] = sum;
}

@compute @workgroup_size(COLUMNS, LANES)
fn many(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let col = group.x * COLUMNS + local.x;
  var sum = 0.0;
  if (col < sizes.cols) {
    for (var row = local.y; row < sizes.rows; row += LANES) { sum += x[row * sizes.cols + col]; }
  }
  partial[local.x][local.y] = sum;
  workgroupBarrier();
  if (local.y != 0u || col >= sizes.cols) { return; }
  for (var lane = 1u; lane < LANES; lane++) { sum += partial[local.x][lane]; }
  out[col] = sum;
}
