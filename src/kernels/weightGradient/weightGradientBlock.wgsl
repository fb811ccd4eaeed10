// As weightGradient.wgsl, where outputs and inputs are multiples of four and rows are one of eight. Goes with
// layer.wgsl and block.wgsl.
const WORKGROUP = 4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let aStride = sizes.outputs / 4u;
  let bStride = sizes.inputs / 4u;
  let aQuad = 4u * (4u * group.y + lane);
  let bQuad = 8u * group.x;
  let aAt = min(aQuad + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(aStride - 1u));
  let left = min(bQuad + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(bStride - 1u)) + lane * bStride;
  let right = min(bQuad + vec4<u32>(4u, 5u, 6u, 7u), vec4<u32>(bStride - 1u)) + lane * bStride;
  // Eight rows a turn: what a loop carries is merged by a mask on every one.
  for (var k = 0u; k < sizes.rows; k += 8u) {
    addRows(k, aAt, left, right, group.x == 0u);
    addRows(k + 4u, aAt, left, right, group.x == 0u);
  }
  putBlock(4u * aQuad, bQuad);
  if (group.x > 0u) { return; }
  for (var i = 0u; i < 4u; i++) {
    if (aQuad + i < aStride) { bias[aQuad + i] = sums[i]; }
  }
}

var<private> sums: mat4x4<f32>; // of the block's outputs

fn addRows(k: u32, aAt: vec4<u32>, left: vec4<u32>, right: vec4<u32>, sumsToo: bool) {
  let a0 = outputsAt(k * (sizes.outputs / 4u) + aAt.x);
  let a1 = outputsAt(k * (sizes.outputs / 4u) + aAt.y);
  let a2 = outputsAt(k * (sizes.outputs / 4u) + aAt.z);
  let a3 = outputsAt(k * (sizes.outputs / 4u) + aAt.w);
  // Four inputs at four rows: a row is a column.
  let b = k * (sizes.inputs / 4u) + left;
  let c = k * (sizes.inputs / 4u) + right;
  accumulate(
    a0, a1, a2, a3,
    together(x[b.x]), together(x[b.y]), together(x[b.z]), together(x[b.w]),
    together(x[c.x]), together(x[c.y]), together(x[c.z]), together(x[c.w]),
  );
  let ones = vec4<f32>(1.0);
  if (sumsToo) { sums += mat4x4<f32>(ones * a0, ones * a1, ones * a2, ones * a3); }
}

// Four outputs at four rows: an output is a column.
fn outputsAt(at: u32) -> mat4x4<f32> {
  let stride = sizes.outputs / 4u;
  return transpose(mat4x4<f32>(gradient[at], gradient[at + stride], gradient[at + 2u * stride], gradient[at + 3u * stride]));
}

fn put(row: u32, quad: u32, values: vec4<f32>) {
  if (row < sizes.outputs && 4u * quad < sizes.inputs) { weight[(row * sizes.inputs) / 4u + quad] = values; }
}
