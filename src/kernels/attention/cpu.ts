/** Attention where there is no GPU: SIMD in float32, the plain loops in float64. Shapes as in attention.ts. */
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';
import { attentionBiasGradientReference, attentionGradientReference, attentionReference } from './reference';
import { attentionBiasGradientSimd, attentionGradientSimd, attentionSimd } from './simd';

const isSingle = (values: Floats): values is Float32Array<ArrayBuffer> => values instanceof Float32Array;

export function attentionOnCpu([sequences, ...floats]: Floats[], out: Floats, sums: Floats, sizes: AttentionSizes): void {
  if (floats.every(isSingle) && isSingle(out) && isSingle(sums)) attentionSimd([sequences, ...floats], out, sums, sizes);
  else attentionReference([sequences, ...floats], out, sums, sizes);
}

export function attentionGradientOnCpu([sequences, ...floats]: Floats[], out: Floats, sizes: AttentionSizes): void {
  if (floats.every(isSingle) && isSingle(out)) attentionGradientSimd([sequences, ...floats], out, sizes);
  else attentionGradientReference([sequences, ...floats], out, sizes);
}

export function attentionBiasGradientOnCpu([sequences, ...floats]: Floats[], out: Floats, sizes: AttentionSizes): void {
  if (floats.every(isSingle) && isSingle(out)) attentionBiasGradientSimd([sequences, ...floats], out, sizes);
  else attentionBiasGradientReference([sequences, ...floats], out, sizes);
}
