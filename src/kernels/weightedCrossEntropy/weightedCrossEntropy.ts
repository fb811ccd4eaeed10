/** Softmax cross-entropy with class weights and label smoothing (torch.nn.functional.cross_entropy), and its gradient. */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import logSumExp from '../logSumExp.wgsl?raw';
import meanLoss from '../meanLoss.wgsl?raw';
import body from './weightedCrossEntropy.wgsl?raw';

const wgsl = [meanLoss, logSumExp, body].join('\n');
const forwardKernel: Kernel = { name: 'weightedCrossEntropy', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'weightedCrossEntropyBackward', wgsl, entryPoint: 'backward' };
const ROWS = 64;

export interface WeightedSizes {
  rows: number;
  classes: number;
  /** Share of a row's loss that all classes bear alike (Szegedy et al., 2016), in [0, 1]. */
  smoothing: number;
}

const words = ({ rows, classes, smoothing }: WeightedSizes) => [rows, classes, floatBits(smoothing)];

/**
 * @param logits [rows, classes]; @param labels i32 [rows], each a class or −100; @param weights [classes], none below 0
 * @param out [2]: the mean loss by weight, and the sum of the weights of the rows' labels; 0 and 0 where no row counts or none weighs anything
 */
export function weightedCrossEntropy(
  to: Dispatcher,
  { logits, labels, weights }: Record<'logits' | 'labels' | 'weights', BufferSlice>,
  out: BufferSlice,
  sizes: WeightedSizes,
): void {
  to.dispatch(forwardKernel, words(sizes), [logits, labels, weights, out], [1]);
}

/**
 * @param loss what {@link weightedCrossEntropy} wrote; @param upstream gradient of what follows, its first value
 * @param out [rows, classes]; zeros in rows that do not count
 */
export function weightedCrossEntropyBackward(
  to: Dispatcher,
  { logits, labels, weights, loss, upstream }: Record<'logits' | 'labels' | 'weights' | 'loss' | 'upstream', BufferSlice>,
  out: BufferSlice,
  sizes: WeightedSizes,
): void {
  to.dispatch(backwardKernel, words(sizes), [logits, labels, weights, loss, upstream, out], [Math.ceil(sizes.rows / ROWS)]);
}
