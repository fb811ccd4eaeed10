// What becomes of every element of a product before it is written. Goes with pcg4d.wgsl and curves.wgsl.
@group(0) @binding(3) var<storage, read> bias: array<f32>; // [cols]
@group(0) @binding(5) var<storage, read> beside: array<f32>; // [rows, cols], what is added, or what the slope is taken of
@group(0) @binding(6) var<storage, read> counter: array<u32>; // seed, step

const HAS_BIAS = 0u;
const FINISH = 0u; // 1: ReLU, 2: plus beside, 3: dropout, then plus beside, 4: times the slope at beside

fn finish(product: f32, row: u32, col: u32) -> f32 {
  let at = row * sizes.cols + col;
  var value = product;
  if (HAS_BIAS == 1u) { value += bias[col]; }
  if (FINISH == 1u) { value = select(value, 0.0, value < 0.0); }
  if (FINISH == 2u) { value += beside[at]; }
  if (FINISH == 3u) { value = value * kept(vec4<u32>(counter[0], counter[1], sizes.op, at), sizes.threshold, sizes.keep) + beside[at]; }
  if (FINISH == 4u) { value *= slope(beside[at]); }
  return value;
}
