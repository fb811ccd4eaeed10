/** torch.nn.functional.dropout in training. Its gradient is the same dropout of the gradient: the mask is drawn again. */
import { type Dropout, dropout as dropoutKernel } from '../../kernels/dropout/dropout';
import { dropoutReference } from '../../kernels/dropout/reference';
import { type Op, requireShapes, size } from '../op';

/** Inputs: x, and the counter u32 [2] of seed and step. */
export const dropout: Op<Dropout> = {
  name: 'dropout',
  shape([x, counter]) {
    requireShapes('dropout', counter[0] === 2, [x, counter]);
    return [...x];
  },
  gpu: (to, [x, counter], output, call) => dropoutKernel(to, x, counter, output, size(call.output), call.attributes),
  cpu: ([x, counter], output, call) => dropoutReference(x, counter, output, size(call.output), call.attributes),
  gradient: (tape, { inputs: [, counter], attributes }, upstream) => [() => tape.apply(dropout, [upstream, counter], attributes)],
  flops: ({ output }) => size(output),
};
