/**
 * Softmax cross-entropy over the rows of a text instead of over classes, as extractive question answering has it for
 * where an answer starts and ends (Devlin et al., 2019; transformers' BertForQuestionAnswering), and its gradient.
 */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import meanLoss from '../meanLoss.wgsl?raw';
import body from './spanCrossEntropy.wgsl?raw';

const wgsl = [meanLoss, body].join('\n');
const forwardKernel: Kernel = { name: 'spanCrossEntropy', wgsl, entryPoint: 'forward' };
const backwardKernel: Kernel = { name: 'spanCrossEntropyBackward', wgsl, entryPoint: 'backward' };
const WORKGROUP = 64;

/** A mark has a bit for each column, beside its sign. */
export const MAX_COLUMNS = 31;

export interface SpanSizes {
  /** Rows of the packed matrix; those beyond the last segment belong to none. */
  rows: number;
  columns: number;
  segments: number;
}

type Slices<Name extends string> = Record<Name, BufferSlice>;

/**
 * @param scores [rows, columns]
 * @param marks i32 [rows]: −1 where a row takes no part, else with bit c set where it is gold in column c
 * @param segments u32 [segments + 1], where each segment begins and the last ends
 * @param out [2]: the mean loss over the pairs of segment and column that have a gold row, of which the first counts,
 *   and the number of these pairs; 0 and 0 where there is none
 * @param stats [segments, columns, 2]: log of the sum of exp(scores), and the gold row; 0 and −1 where there is none
 */
export function spanCrossEntropy(
  to: Dispatcher,
  { scores, marks, segments }: Slices<'scores' | 'marks' | 'segments'>,
  { out, stats }: Slices<'out' | 'stats'>,
  sizes: SpanSizes,
): void {
  to.dispatch(forwardKernel, [sizes.rows, sizes.columns, sizes.segments, 0], [scores, marks, segments, out, stats], [1]);
}

/**
 * @param loss and `stats`: what {@link spanCrossEntropy} wrote; @param upstream gradient of what follows, its first value
 * @param out [rows, columns]; zeros where a row takes no part or its segment has no gold row in the column
 */
export function spanCrossEntropyBackward(
  to: Dispatcher,
  { scores, marks, segments, loss, stats, upstream }: Slices<'scores' | 'marks' | 'segments' | 'loss' | 'stats' | 'upstream'>,
  out: BufferSlice,
  sizes: SpanSizes,
): void {
  const groups = elementwise(sizes.rows * sizes.columns, WORKGROUP);
  const words = [sizes.rows, sizes.columns, sizes.segments, groups[0] * WORKGROUP];
  to.dispatch(backwardKernel, words, [scores, marks, segments, loss, stats, upstream, out], groups);
}
