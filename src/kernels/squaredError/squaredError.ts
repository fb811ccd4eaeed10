/** Mean squared error (torch.nn.functional.mse_loss), unknown targets left out, and its gradient. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import meanLoss from '../meanLoss.wgsl?raw';
import body from './squaredError.wgsl?raw';

const wgsl = [meanLoss, body].join('\n');
const forwardKernel: Kernel = { name: 'squaredError', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'squaredErrorBackward', wgsl, entryPoint: 'backward' };
const ROWS = 64;

/**
 * @param predictions [rows, 1]; @param targets [rows, 2]: the value, and 1 where it is known, 0 where it is not
 * @param out [2]: the mean loss of the rows that count, and their number; 0 and 0 where none does
 */
export function squaredError(to: Dispatcher, predictions: BufferSlice, targets: BufferSlice, out: BufferSlice, rows: number): void {
  to.dispatch(forwardKernel, [rows], [predictions, targets, out], [1]);
}

/**
 * @param loss what {@link squaredError} wrote; @param upstream gradient of what follows, its first value
 * @param out [rows, 1]; zeros in rows that do not count
 */
export function squaredErrorBackward(
  to: Dispatcher,
  { predictions, targets, loss, upstream }: Record<'predictions' | 'targets' | 'loss' | 'upstream', BufferSlice>,
  out: BufferSlice,
  rows: number,
): void {
  to.dispatch(backwardKernel, [rows], [predictions, targets, loss, upstream, out], [Math.ceil(rows / ROWS)]);
}
