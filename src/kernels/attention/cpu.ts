/** Attention where there is no GPU: SIMD in float32, the plain loops in float64. Shapes as in attention.ts. */
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';
import { attentionGradientReference, attentionReference } from './reference';
import { attentionGradientSimd, attentionSimd } from './simd';

export function attentionOnCpu([sequences, joined]: Floats[], out: Floats, sums: Floats, sizes: AttentionSizes): void {
  if (joined instanceof Float32Array && out instanceof Float32Array && sums instanceof Float32Array) {
    attentionSimd([sequences, joined], out, sums, sizes);
  } else attentionReference([sequences, joined], out, sums, sizes);
}

export function attentionGradientOnCpu(inputs: Floats[], out: Floats, sizes: AttentionSizes): void {
  const [sequences, ...floats] = inputs;
  if (floats.every((values) => values instanceof Float32Array) && out instanceof Float32Array) {
    attentionGradientSimd([sequences, ...floats], out, sizes);
  } else attentionGradientReference(inputs, out, sizes);
}
