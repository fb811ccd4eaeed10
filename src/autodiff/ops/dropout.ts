/** torch.nn.functional.dropout in training. Its gradient is the same dropout of the gradient: the mask is drawn again. */
import { dropout as dropoutKernel } from '../../kernels/dropout/dropout';
import { dropoutReference } from '../../kernels/dropout/reference';
import { type Call, type Op, requireShapes, size } from '../op';

export interface DropoutAttributes {
  /** Share of elements dropped, in [0, 1). */
  probability: number;
  /** Tells this dropout from the others of its tape. */
  op: number;
}

const sizes = ({ output, attributes }: Call<DropoutAttributes>) => ({ count: size(output), ...attributes });

/** Inputs: x, and the counter u32 [2] of seed and step. */
export const dropout: Op<DropoutAttributes> = {
  name: 'dropout',
  shape([x, counter]) {
    requireShapes('dropout', counter[0] === 2, [x, counter]);
    return [...x];
  },
  gpu: (to, [x, counter], output, call) => dropoutKernel(to, x, counter, undefined, output, sizes(call)),
  cpu: ([x, counter], output, call) => dropoutReference(x, counter, output, sizes(call)),
  gradient: (tape, { inputs: [, counter], attributes }, upstream) => [() => tape.apply(dropout, [upstream, counter], attributes)],
  flops: ({ output }) => size(output),
};

/** What every block of a transformer ends with, in one pass. Inputs: x, the counter, the residual that the rest of x is added to. */
export const residualDropout: Op<DropoutAttributes> = {
  name: 'residualDropout',
  shape([x, counter, residual]) {
    requireShapes('residualDropout', counter[0] === 2 && size(x) === size(residual), [x, counter, residual]);
    return [...x];
  },
  gpu: (to, [x, counter, residual], output, call) => dropoutKernel(to, x, counter, residual, output, sizes(call)),
  cpu([x, counter, residual], output, call) {
    dropoutReference(x, counter, output, sizes(call));
    for (let i = 0; i < output.length; i++) output[i] += residual[i];
  },
  gradient: (tape, { inputs: [, counter], attributes }, upstream) => [
    () => tape.apply(dropout, [upstream, counter], attributes),
    () => upstream,
    () => upstream,
  ],
  flops: ({ output }) => 2 * size(output),
};
