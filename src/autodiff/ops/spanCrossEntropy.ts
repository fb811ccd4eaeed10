/** Softmax cross-entropy along the rows of every segment, each column on its own: where an answer starts and ends. */
import { spanCrossEntropyBackwardReference, spanCrossEntropyReference } from '../../kernels/spanCrossEntropy/reference';
import {
  spanCrossEntropyBackward as backwardKernel,
  spanCrossEntropy as forwardKernel,
  MAX_COLUMNS,
  type SpanSizes,
} from '../../kernels/spanCrossEntropy/spanCrossEntropy';
import { type Op, type OpCall, requireShapes, type Shape, size } from '../op';

const sizes = ({ inputs: [[rows, columns], , [bounds]] }: OpCall<object>): SpanSizes => ({ rows, columns, segments: bounds - 1 });

const fit = (scores: Shape, marks: Shape, segments: Shape) =>
  scores.length === 2 && scores[1] <= MAX_COLUMNS && scores[0] === marks[0] && segments[0] >= 2;

/**
 * Inputs: scores [rows, columns], marks i32 [rows], segments u32 [segments + 1]. A row's mark is −1 where it takes no
 * part, else bit c says that it is gold in column c. Output [2]: the mean loss over the pairs of segment and column that
 * have a gold row, and their number; beside it [segments, columns, 2]: log-sum-exp, and the gold row or −1.
 */
export const spanCrossEntropy: Op<object> = {
  name: 'spanCrossEntropy',
  shape([scores, marks, segments]) {
    requireShapes('spanCrossEntropy', fit(scores, marks, segments), [scores, marks, segments]);
    return [2];
  },
  extras: ([scores, , segments]) => [[segments[0] - 1, scores[1], 2]],
  gpu: (to, [scores, marks, segments], out, call, [stats]) => forwardKernel(to, { scores, marks, segments }, { out, stats }, sizes(call)),
  cpu: ([scores, marks, segments], out, call, [stats]) =>
    spanCrossEntropyReference({ scores, marks, segments }, { out, stats }, sizes(call)),
  gradient: (tape, { inputs: [scores, marks, segments], output, extras: [stats] }, upstream) => [
    () => tape.apply(spanCrossEntropyBackward, [scores, marks, segments, output, stats, upstream], {}),
  ],
  flops: ({ inputs: [scores] }) => 4 * size(scores),
};

/**
 * Inputs: scores, marks, segments, the loss and the statistics that forward gave, and the loss's gradient [2], of which
 * the first value counts.
 */
export const spanCrossEntropyBackward: Op<object> = {
  name: 'spanCrossEntropyBackward',
  shape([scores, marks, segments, loss, stats, upstream]) {
    const fits = fit(scores, marks, segments) && loss[0] === 2 && stats[0] === segments[0] - 1 && upstream[0] === 2;
    requireShapes('spanCrossEntropyBackward', fits, [scores, marks, segments, loss, stats, upstream]);
    return [...scores];
  },
  gpu: (to, [scores, marks, segments, loss, stats, upstream], output, call) =>
    backwardKernel(to, { scores, marks, segments, loss, stats, upstream }, output, sizes(call)),
  cpu: ([scores, marks, segments, loss, stats, upstream], output, call) =>
    spanCrossEntropyBackwardReference({ scores, marks, segments, loss, stats, upstream }, output, sizes(call)),
  flops: ({ inputs: [scores] }) => 3 * size(scores),
};
