// As weightGradient.wgsl, for outputs, inputs and rows that are multiples of four. Goes with layer.wgsl and
// block.wgsl.
const WORKGROUP = 4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let aStride = sizes.outputs / 4u;
  let bStride = sizes.inputs / 4u;
  let aQuad = 4u * id.y;
  let bQuad = 4u * id.x;
  if (aQuad >= aStride || bQuad >= bStride) { return; }
  let aAt = min(aQuad + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(aStride - 1u));
  let bAt = min(bQuad + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(bStride - 1u));
  let ones = vec4<f32>(1.0);
  var sums = mat4x4<f32>();
  for (var k = 0u; k < sizes.rows; k += 4u) {
    let a0 = outputsAt(k * aStride + aAt.x);
    let a1 = outputsAt(k * aStride + aAt.y);
    let a2 = outputsAt(k * aStride + aAt.z);
    let a3 = outputsAt(k * aStride + aAt.w);
    let b = k * bStride + bAt;
    accumulate(a0, a1, a2, a3, inputsAt(b.x), inputsAt(b.y), inputsAt(b.z), inputsAt(b.w));
    if (id.x == 0u) { sums += mat4x4<f32>(ones * a0, ones * a1, ones * a2, ones * a3); }
  }
  putBlock(4u * aQuad, bQuad);
  if (id.x > 0u) { return; }
  for (var i = 0u; i < 4u; i++) {
    if (aQuad + i < aStride) { bias[aQuad + i] = sums[i]; }
  }
}

// Four outputs at four rows: an output is a column.
fn outputsAt(at: u32) -> mat4x4<f32> {
  let stride = sizes.outputs / 4u;
  return transpose(mat4x4<f32>(gradient[at], gradient[at + stride], gradient[at + 2u * stride], gradient[at + 3u * stride]));
}

// Four inputs at four rows: a row is a column.
fn inputsAt(at: u32) -> mat4x4<f32> {
  let stride = sizes.inputs / 4u;
  return mat4x4<f32>(x[at], x[at + stride], x[at + 2u * stride], x[at + 3u * stride]);
}

fn put(row: u32, quad: u32, values: vec4<f32>) {
  if (row < sizes.outputs && 4u * quad < sizes.inputs) { weight[(row * sizes.inputs) / 4u + quad] = values; }
}
