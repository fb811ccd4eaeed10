/** AdamW where there is no GPU: SIMD in float32, the plain loop in float64. */
import type { Floats } from '../floats';
import type { AdamWBuffers, AdamWSettings } from './adamW';
import { adamWReference } from './reference';
import { adamWSimd } from './simd';

/** Shapes as in adamW.ts; what is updated is float32, or whatever the gradient checks bring. */
export function adamWOnCpu(buffers: AdamWBuffers<Floats>, count: number, settings: AdamWSettings): void {
  if (isFloat32(buffers)) adamWSimd(buffers, count, settings);
  else adamWReference(buffers, count, settings);
}

/** Groups are integers, whatever their type says. */
const isFloat32 = (buffers: AdamWBuffers<Floats>): buffers is AdamWBuffers<Float32Array> =>
  [buffers.parameters, buffers.gradients, buffers.moments].every((tensor) => tensor instanceof Float32Array);
