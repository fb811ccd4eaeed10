/** Gradient of ReLU, from the activation it gave: 0 has gradient 0, as in PyTorch. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './reluBackward.wgsl?raw';

const reluBackwardKernel: Kernel = { name: 'reluBackward', wgsl };
const WORKGROUP = 64;

/** All three hold `count` values. */
export function reluBackward(to: Dispatcher, gradient: BufferSlice, activation: BufferSlice, out: BufferSlice, count: number): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(reluBackwardKernel, [count, groups[0] * WORKGROUP], [gradient, activation, out], groups);
}
