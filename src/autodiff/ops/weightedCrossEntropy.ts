/** Softmax cross-entropy with class weights and label smoothing (torch.nn.functional.cross_entropy with ignore_index = −100). */
import { weightedCrossEntropyBackwardReference, weightedCrossEntropyReference } from '../../kernels/weightedCrossEntropy/reference';
import {
  weightedCrossEntropyBackward as backwardKernel,
  weightedCrossEntropy as forwardKernel,
  type WeightedSizes,
} from '../../kernels/weightedCrossEntropy/weightedCrossEntropy';
import { type Op, type OpCall, requireShapes, type Shape, size } from '../op';

interface Smoothing {
  /** Share of a row's loss that all classes bear alike, in [0, 1]. */
  smoothing: number;
}

const sizes = ({ inputs: [[rows, classes]], attributes: { smoothing } }: OpCall<Smoothing>): WeightedSizes => ({
  rows,
  classes,
  smoothing,
});

const fit = (logits: Shape, labels: Shape, weights: Shape) => logits.length === 2 && logits[0] === labels[0] && logits[1] === weights[0];

/** Inputs: logits [rows, classes], labels i32 [rows], weights [classes]. Output [2]: the mean loss, and the sum of the labels' weights. */
export const weightedCrossEntropy: Op<Smoothing> = {
  name: 'weightedCrossEntropy',
  shape([logits, labels, weights]) {
    requireShapes('weightedCrossEntropy', fit(logits, labels, weights), [logits, labels, weights]);
    return [2];
  },
  gpu: (to, [logits, labels, weights], output, call) => forwardKernel(to, { logits, labels, weights }, output, sizes(call)),
  cpu: ([logits, labels, weights], output, call) => weightedCrossEntropyReference({ logits, labels, weights }, output, sizes(call)),
  gradient: (tape, { inputs: [logits, labels, weights], output, attributes }, upstream) => [
    () => tape.apply(weightedCrossEntropyBackward, [logits, labels, weights, output, upstream], attributes),
  ],
  flops: ({ inputs: [logits] }) => 6 * size(logits),
};

/** Inputs: logits, labels, weights, the loss that forward gave, and its gradient [2], of which the first value counts. */
export const weightedCrossEntropyBackward: Op<Smoothing> = {
  name: 'weightedCrossEntropyBackward',
  shape([logits, labels, weights, loss, upstream]) {
    const fits = fit(logits, labels, weights) && loss[0] === 2 && upstream[0] === 2;
    requireShapes('weightedCrossEntropyBackward', fits, [logits, labels, weights, loss, upstream]);
    return [...logits];
  },
  gpu: (to, [logits, labels, weights, loss, upstream], output, call) =>
    backwardKernel(to, { logits, labels, weights, loss, upstream }, output, sizes(call)),
  cpu: ([logits, labels, weights, loss, upstream], output, call) =>
    weightedCrossEntropyBackwardReference({ logits, labels, weights, loss, upstream }, output, sizes(call)),
  flops: ({ inputs: [logits] }) => 8 * size(logits),
};
