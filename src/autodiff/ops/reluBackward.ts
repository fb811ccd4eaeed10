/** Gradient of ReLU: the upstream gradient where the activation was positive. */
import { reluBackwardReference } from '../../kernels/reluBackward/reference';
import { reluBackward as reluBackwardKernel } from '../../kernels/reluBackward/reluBackward';
import { type Op, requireShapes, size } from '../op';

/** Inputs: gradient, activation. */
export const reluBackward: Op<object> = {
  name: 'reluBackward',
  shape([gradient, activation]) {
    requireShapes('reluBackward', size(gradient) === size(activation), [gradient, activation]);
    return [...gradient];
  },
  gpu: (to, [gradient, activation], output, call) => reluBackwardKernel(to, gradient, activation, output, size(call.output)),
  cpu: ([gradient, activation], output, call) => reluBackwardReference(gradient, activation, output, size(call.output)),
  flops: ({ output }) => size(output),
};
