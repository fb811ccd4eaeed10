/** CPU reference of linear, and the layer of machines without a GPU. Shapes as in linear.ts. */
import type { LinearSizes } from './linear';

export function linearReference(x: Float32Array, weight: Float32Array, bias: Float32Array, sizes: LinearSizes): Float32Array<ArrayBuffer> {
  const { rows, inFeatures, outFeatures, relu } = sizes;
  const out = new Float32Array(rows * outFeatures);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < outFeatures; c++) {
      let sum = bias[c];
      for (let k = 0, a = r * inFeatures, b = c * inFeatures; k < inFeatures; k++) sum += x[a + k] * weight[b + k];
      out[r * outFeatures + c] = relu ? Math.max(sum, 0) : sum;
    }
  }
  return out;
}
