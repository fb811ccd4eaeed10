/** Softmax cross-entropy with an ignored label (torch.nn.functional.cross_entropy), and its gradient. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import logSumExp from '../logSumExp.wgsl?raw';
import meanLoss from '../meanLoss.wgsl?raw';
import body from './crossEntropy.wgsl?raw';

const wgsl = [meanLoss, logSumExp, body].join('\n');
const forwardKernel: Kernel = { name: 'crossEntropy', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'crossEntropyBackward', wgsl, entryPoint: 'backward' };
const ROWS = 64;

/** Rows with this label count neither in the loss nor in its gradient. */
export const IGNORE_INDEX = -100;

/**
 * @param logits [rows, classes]; @param labels i32 [rows], each a class or −100
 * @param out [2]: the mean loss of the rows that count, and their number; 0 and 0 where none does
 */
export function crossEntropy(
  to: Dispatcher,
  logits: BufferSlice,
  labels: BufferSlice,
  out: BufferSlice,
  rows: number,
  classes: number,
): void {
  to.dispatch(forwardKernel, [rows, classes], [logits, labels, out], [1]);
}

/**
 * @param loss what {@link crossEntropy} wrote; @param upstream gradient of what follows, its first value
 * @param out [rows, classes]; zeros in rows that do not count
 */
export function crossEntropyBackward(
  to: Dispatcher,
  { logits, labels, loss, upstream }: Record<'logits' | 'labels' | 'loss' | 'upstream', BufferSlice>,
  out: BufferSlice,
  rows: number,
  classes: number,
): void {
  to.dispatch(backwardKernel, [rows, classes], [logits, labels, loss, upstream, out], [Math.ceil(rows / ROWS)]);
}
