/** Mean squared error (torch.nn.functional.mse_loss) over the targets that are known. */
import { squaredErrorBackwardReference, squaredErrorReference } from '../../kernels/squaredError/reference';
import { squaredErrorBackward as backwardKernel, squaredError as forwardKernel } from '../../kernels/squaredError/squaredError';
import { type Op, requireShapes, type Shape } from '../op';

const fit = (predictions: Shape, targets: Shape) =>
  predictions.length === 2 && predictions[1] === 1 && targets[0] === predictions[0] && targets[1] === 2;

/**
 * Inputs: predictions [rows, 1], targets [rows, 2]: the value, and 1 where it is known, 0 where it is not. Output [2]: the
 * mean loss, and how many rows counted.
 */
export const squaredError: Op<object> = {
  name: 'squaredError',
  shape([predictions, targets]) {
    requireShapes('squaredError', fit(predictions, targets), [predictions, targets]);
    return [2];
  },
  gpu: (to, [predictions, targets], output, { inputs: [[rows]] }) => forwardKernel(to, predictions, targets, output, rows),
  cpu: ([predictions, targets], output, { inputs: [[rows]] }) => squaredErrorReference(predictions, targets, output, rows),
  gradient: (tape, { inputs: [predictions, targets], output }, upstream) => [
    () => tape.apply(squaredErrorBackward, [predictions, targets, output, upstream], {}),
  ],
  flops: ({ inputs: [[rows]] }) => 3 * rows,
};

/** Inputs: predictions, targets, the loss that forward gave, and its gradient [2], of which the first value counts. */
export const squaredErrorBackward: Op<object> = {
  name: 'squaredErrorBackward',
  shape([predictions, targets, loss, upstream]) {
    const fits = fit(predictions, targets) && loss[0] === 2 && upstream[0] === 2;
    requireShapes('squaredErrorBackward', fits, [predictions, targets, loss, upstream]);
    return [...predictions];
  },
  gpu: (to, [predictions, targets, loss, upstream], output, { inputs: [[rows]] }) =>
    backwardKernel(to, { predictions, targets, loss, upstream }, output, rows),
  cpu: ([predictions, targets, loss, upstream], output, { inputs: [[rows]] }) =>
    squaredErrorBackwardReference({ predictions, targets, loss, upstream }, output, rows),
  flops: ({ inputs: [[rows]] }) => 3 * rows,
};
