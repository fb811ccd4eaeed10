/** Sum of two tensors of one shape. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './add.wgsl?raw';

const addKernel: Kernel = { name: 'add', wgsl };
const WORKGROUP = 64;

/** All three hold `count` values. */
export function add(to: Dispatcher, a: BufferSlice, b: BufferSlice, out: BufferSlice, count: number): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(addKernel, [count, groups[0] * WORKGROUP], [a, b, out], groups);
}
