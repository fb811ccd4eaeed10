/** The matrix product where there is no GPU: SIMD in float32, the plain loops in float64. */
import type { Floats } from '../floats';
import type { MatmulSizes } from './matmul';
import { matmulReference } from './reference';
import { matmulSimd } from './simd';

/** out = a · b + bias, [rows, cols]. Shapes as in matmul.ts; float32 all of them, or whatever the gradient checks bring. */
export function matmulOnCpu(a: Floats, b: Floats, bias: Floats | undefined, out: Floats, sizes: MatmulSizes): void {
  if (a instanceof Float32Array && b instanceof Float32Array && out instanceof Float32Array) matmulSimd(a, b, out, sizes);
  else matmulReference(a, b, out, sizes);
  if (!bias) return;
  for (let r = 0, at = 0; r < sizes.rows; r++) {
    for (let c = 0; c < sizes.cols; c++, at++) out[at] += bias[c];
  }
}
