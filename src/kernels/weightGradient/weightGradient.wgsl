// weight = gradientᵀ · x, and bias = the column sums of the gradient: a sum of outer products over the rows of
// both. A thread takes an 8 × 8 block, so that four loads of four values serve 64 products.
// Goes with layer.wgsl.
const WORKGROUP = 8;

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let aQuads = sizes.outputs / 4u;
  let bQuads = sizes.inputs / 4u;
  if (2u * id.x >= bQuads || 2u * id.y >= aQuads) { return; }
  var aAt = 2u * id.y;
  var bAt = 2u * id.x;
  // Each matrix is four rows by four columns of the block: one column of the matrix is a row of the block.
  var upperLeft = mat4x4<f32>();
  var upperRight = mat4x4<f32>();
  var lowerLeft = mat4x4<f32>();
  var lowerRight = mat4x4<f32>();
  var upperSum = vec4<f32>();
  var lowerSum = vec4<f32>();
  for (var k = 0u; k < sizes.rows; k++) {
    let upper = gradient[aAt];
    let lower = gradient[aAt + 1u];
    let left = x[bAt];
    let right = x[bAt + 1u];
    upperLeft += mat4x4<f32>(upper.x * left, upper.y * left, upper.z * left, upper.w * left);
    upperRight += mat4x4<f32>(upper.x * right, upper.y * right, upper.z * right, upper.w * right);
    lowerLeft += mat4x4<f32>(lower.x * left, lower.y * left, lower.z * left, lower.w * left);
    lowerRight += mat4x4<f32>(lower.x * right, lower.y * right, lower.z * right, lower.w * right);
    upperSum += upper;
    lowerSum += lower;
    aAt += aQuads;
    bAt += bQuads;
  }
  let at = 8u * id.y * bQuads + 2u * id.x;
  store(at, upperLeft, bQuads);
  store(at + 1u, upperRight, bQuads);
  store(at + 4u * bQuads, lowerLeft, bQuads);
  store(at + 4u * bQuads + 1u, lowerRight, bQuads);
  if (id.x == 0u) {
    bias[2u * id.y] = upperSum;
    bias[2u * id.y + 1u] = lowerSum;
  }
}

fn store(at: u32, block: mat4x4<f32>, stride: u32) {
  weight[at] = block[0];
  weight[at + stride] = block[1];
  weight[at + 2u * stride] = block[2];
  weight[at + 3u * stride] = block[3];
}
