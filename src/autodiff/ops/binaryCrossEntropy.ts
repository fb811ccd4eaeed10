/** Binary cross-entropy of logits (torch.nn.functional.binary_cross_entropy_with_logits) over the targets that are known. */
import {
  binaryCrossEntropyBackward as backwardKernel,
  binaryCrossEntropy as forwardKernel,
} from '../../kernels/binaryCrossEntropy/binaryCrossEntropy';
import { binaryCrossEntropyBackwardReference, binaryCrossEntropyReference } from '../../kernels/binaryCrossEntropy/reference';
import { type Op, requireShapes, type Shape, size } from '../op';

const fit = (logits: Shape, targets: Shape) => logits.length === 2 && logits[0] === targets[0] && logits[1] === targets[1];

/**
 * Inputs: logits [rows, labels], targets [rows, labels], below 0 where unknown. Output [2]: the mean loss, and how many
 * elements counted.
 */
export const binaryCrossEntropy: Op<object> = {
  name: 'binaryCrossEntropy',
  shape([logits, targets]) {
    requireShapes('binaryCrossEntropy', fit(logits, targets), [logits, targets]);
    return [2];
  },
  gpu: (to, [logits, targets], output, { inputs: [shape] }) => forwardKernel(to, logits, targets, output, size(shape)),
  cpu: ([logits, targets], output, { inputs: [shape] }) => binaryCrossEntropyReference(logits, targets, output, size(shape)),
  gradient: (tape, { inputs: [logits, targets], output }, upstream) => [
    () => tape.apply(binaryCrossEntropyBackward, [logits, targets, output, upstream], {}),
  ],
  flops: ({ inputs: [logits] }) => 7 * size(logits),
};

/** Inputs: logits, targets, the loss that forward gave, and its gradient [2], of which the first value counts. */
export const binaryCrossEntropyBackward: Op<object> = {
  name: 'binaryCrossEntropyBackward',
  shape([logits, targets, loss, upstream]) {
    const fits = fit(logits, targets) && loss[0] === 2 && upstream[0] === 2;
    requireShapes('binaryCrossEntropyBackward', fits, [logits, targets, loss, upstream]);
    return [...logits];
  },
  gpu: (to, [logits, targets, loss, upstream], output, { inputs: [shape] }) =>
    backwardKernel(to, { logits, targets, loss, upstream }, output, size(shape)),
  cpu: ([logits, targets, loss, upstream], output, { inputs: [shape] }) =>
    binaryCrossEntropyBackwardReference({ logits, targets, loss, upstream }, output, size(shape)),
  flops: ({ inputs: [logits] }) => 5 * size(logits),
};
