/** Activations where there is no GPU: GELU in SIMD in float32, all else, and all in float64, in plain loops. */
import type { Floats } from '../floats';
import type { ActivationName } from './activation';
import { geluBackwardSimd, geluSimd } from './geluSimd';
import { activationBackwardReference, activationReference } from './reference';

/** Both hold `count` values. */
export function activationOnCpu(x: Floats, out: Floats, count: number, name: ActivationName): void {
  if (name === 'gelu' && x instanceof Float32Array && out instanceof Float32Array) geluSimd(x, out, count);
  else activationReference(x, out, count, name);
}

/** @param x what went in; @param gradient of what came out. All hold `count` values. */
export function activationBackwardOnCpu(x: Floats, gradient: Floats, out: Floats, count: number, name: ActivationName): void {
  if (name === 'gelu' && x instanceof Float32Array && gradient instanceof Float32Array && out instanceof Float32Array)
    geluBackwardSimd(x, gradient, out, count);
  else activationBackwardReference(x, gradient, out, count, name);
}
