/** Binary cross-entropy of logits (torch.nn.functional.binary_cross_entropy_with_logits), unknown targets left out, and its gradient. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import meanLoss from '../meanLoss.wgsl?raw';
import body from './binaryCrossEntropy.wgsl?raw';

const wgsl = [meanLoss, body].join('\n');
const forwardKernel: Kernel = { name: 'binaryCrossEntropy', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'binaryCrossEntropyBackward', wgsl, entryPoint: 'backward' };
const WORKGROUP = 64;

/**
 * @param logits `count` values; @param targets as many, in [0, 1], or below 0 where unknown
 * @param out [2]: the mean loss of the elements that count, and their number; 0 and 0 where none does
 */
export function binaryCrossEntropy(to: Dispatcher, logits: BufferSlice, targets: BufferSlice, out: BufferSlice, count: number): void {
  to.dispatch(forwardKernel, [count, 0], [logits, targets, out], [1]);
}

/**
 * @param loss what {@link binaryCrossEntropy} wrote; @param upstream gradient of what follows, its first value
 * @param out `count` values; zeros where the target is unknown
 */
export function binaryCrossEntropyBackward(
  to: Dispatcher,
  { logits, targets, loss, upstream }: Record<'logits' | 'targets' | 'loss' | 'upstream', BufferSlice>,
  out: BufferSlice,
  count: number,
): void {
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(backwardKernel, [count, groups[0] * WORKGROUP], [logits, targets, loss, upstream, out], groups);
}
