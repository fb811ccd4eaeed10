/** ReLU, GELU with erf, GELU with tanh (Hendrycks & Gimpel, 2016), and tanh itself, and their gradients. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './activation.wgsl?raw';
import curves from './curves.wgsl?raw';

/** As config.json names them. */
export type ActivationName = 'relu' | 'gelu' | 'gelu_new' | 'tanh';

/** KIND of curves.wgsl. */
export const ACTIVATION_KINDS: Record<ActivationName, number> = { relu: 0, gelu: 1, gelu_new: 2, tanh: 3 };
const WORKGROUP = 64;
const kernel = (entryPoint: string, name: ActivationName): Kernel => ({
  name: `${name}.${entryPoint}`,
  wgsl: curves + wgsl,
  entryPoint,
  constants: { KIND: ACTIVATION_KINDS[name] },
});

/** Both hold `count` values. */
export function activation(to: Dispatcher, x: BufferSlice, out: BufferSlice, count: number, name: ActivationName): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(kernel('forward', name), [count, groups[0] * WORKGROUP], [x, out], groups);
}

/** @param x what went in; @param gradient of what came out. All hold `count` values. */
export function activationBackward(
  to: Dispatcher,
  x: BufferSlice,
  gradient: BufferSlice,
  out: BufferSlice,
  count: number,
  name: ActivationName,
): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(kernel('backward', name), [count, groups[0] * WORKGROUP], [x, gradient, out], groups);
}
