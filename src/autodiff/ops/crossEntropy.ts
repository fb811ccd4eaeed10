/** Softmax cross-entropy (torch.nn.functional.cross_entropy with ignore_index = −100). */
import { crossEntropyBackward as backwardKernel, crossEntropy as forwardKernel } from '../../kernels/crossEntropy/crossEntropy';
import { crossEntropyBackwardReference, crossEntropyReference } from '../../kernels/crossEntropy/reference';
import { type Op, requireShapes, size } from '../op';

/** Inputs: logits [rows, classes], labels i32 [rows]. Output [2]: the mean loss, and how many rows counted. */
export const crossEntropy: Op<object> = {
  name: 'crossEntropy',
  shape([logits, labels]) {
    requireShapes('crossEntropy', logits.length === 2 && logits[0] === labels[0], [logits, labels]);
    return [2];
  },
  gpu: (to, [logits, labels], output, { inputs: [shape] }) => forwardKernel(to, logits, labels, output, shape[0], shape[1]),
  cpu: ([logits, labels], output, { inputs: [shape] }) => crossEntropyReference(logits, labels, output, shape[0], shape[1]),
  gradient: (tape, { inputs: [logits, labels], output }, upstream) => [
    () => tape.apply(crossEntropyBackward, [logits, labels, output, upstream], {}),
  ],
  flops: ({ inputs: [logits] }) => 4 * size(logits),
};

/** Inputs: logits, labels, the loss that forward gave, and its gradient [2], of which the first value counts. */
export const crossEntropyBackward: Op<object> = {
  name: 'crossEntropyBackward',
  shape([logits, labels, loss, upstream]) {
    requireShapes('crossEntropyBackward', loss[0] === 2 && upstream[0] === 2, [logits, labels, loss, upstream]);
    return [...logits];
  },
  gpu(to, [logits, labels, loss, upstream], output, { inputs: [shape] }) {
    backwardKernel(to, { logits, labels, loss, upstream }, output, shape[0], shape[1]);
  },
  cpu([logits, labels, loss, upstream], output, { inputs: [shape] }) {
    crossEntropyBackwardReference({ logits, labels, loss, upstream }, output, shape[0], shape[1]);
  },
  flops: ({ inputs: [logits] }) => 5 * size(logits),
};
