// out = x · weightᵀ + bias, with an optional ReLU. Every thread computes a TILE × TILE block, so each
// value it loads is used TILE times. weight is [outFeatures, inFeatures], as torch.nn.Linear keeps it.
struct Sizes { rows: u32, inFeatures: u32, outFeatures: u32, relu: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const TILE = 4u;
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let firstCol = id.x * TILE;
  let firstRow = id.y * TILE;
  if (firstCol >= sizes.outFeatures || firstRow >= sizes.rows) { return; }
  var acc: array<array<f32, TILE>, TILE>;
  for (var k = 0u; k < sizes.inFeatures; k++) {
    var w: array<f32, TILE>;
    for (var c = 0u; c < TILE; c++) {
      w[c] = weight[min(firstCol + c, sizes.outFeatures - 1u) * sizes.inFeatures + k];
    }
    for (var r = 0u; r < TILE; r++) {
      let value = x[min(firstRow + r, sizes.rows - 1u) * sizes.inFeatures + k];
      for (var c = 0u; c < TILE; c++) { acc[r][c] += value * w[c]; }
    }
  }
  for (var r = 0u; r < TILE; r++) {
    for (var c = 0u; c < TILE; c++) {
      let row = firstRow + r;
      let col = firstCol + c;
      if (row >= sizes.rows || col >= sizes.outFeatures) { continue; }
      let value = acc[r][c] + bias[col];
      out[row * sizes.outFeatures + col] = select(value, max(value, 0.0), sizes.relu == 1u);
    }
  }
}
