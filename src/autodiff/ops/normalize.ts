/** Rows at length 1 (torch.nn.functional.normalize). */
import { normalizeBackward as backwardKernel, normalize as forwardKernel, type NormalizeSizes } from '../../kernels/normalize/normalize';
import { normalizeBackwardReference, normalizeReference } from '../../kernels/normalize/reference';
import { type Op, requireShapes, type Shape, size } from '../op';

const sizes = ([rows, width]: Shape): NormalizeSizes => ({ rows, width });

/** Input: x [rows, width]. Output: the same shape; a row of zeros stays one. */
export const normalize: Op<object> = {
  name: 'normalize',
  shape([x]) {
    requireShapes('normalize', x.length === 2, [x]);
    return [...x];
  },
  gpu: (to, [x], output, { inputs: [shape] }) => forwardKernel(to, x, output, sizes(shape)),
  cpu: ([x], output, { inputs: [shape] }) => normalizeReference(x, output, sizes(shape)),
  gradient: (tape, { inputs: [x] }, upstream) => [() => tape.apply(normalizeBackward, [x, upstream], {})],
  flops: ({ output }) => 3 * size(output),
};

/** Inputs: what went in, and the gradient of what came out. */
export const normalizeBackward: Op<object> = {
  name: 'normalizeBackward',
  shape([x, upstream]) {
    requireShapes('normalizeBackward', x.length === 2 && x[0] === upstream[0] && x[1] === upstream[1], [x, upstream]);
    return [...x];
  },
  gpu: (to, [x, upstream], output, { inputs: [shape] }) => backwardKernel(to, x, upstream, output, sizes(shape)),
  cpu: ([x, upstream], output, { inputs: [shape] }) => normalizeBackwardReference(x, upstream, output, sizes(shape)),
  flops: ({ output }) => 7 * size(output),
};
