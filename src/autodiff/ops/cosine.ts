/** Cosine similarity row by row (torch.nn.functional.cosine_similarity). */
import { cosineBackward as backwardKernel, type CosineSizes, cosine as forwardKernel } from '../../kernels/cosine/cosine';
import { cosineBackwardReference, cosineReference } from '../../kernels/cosine/reference';
import { type Op, requireShapes, type Shape, size } from '../op';

const sizes = ([rows, width]: Shape): CosineSizes => ({ rows, width });

const fit = (a: Shape, b: Shape) => a.length === 2 && a[0] === b[0] && a[1] === b[1];

/** Inputs: a [rows, width], b [rows, width]. Output [rows, 1]; 0, with gradients of 0, where either row is zero. */
export const cosine: Op<object> = {
  name: 'cosine',
  shape([a, b]) {
    requireShapes('cosine', fit(a, b), [a, b]);
    return [a[0], 1];
  },
  gpu: (to, [a, b], output, { inputs: [shape] }) => forwardKernel(to, a, b, output, sizes(shape)),
  cpu: ([a, b], output, { inputs: [shape] }) => cosineReference(a, b, output, sizes(shape)),
  gradient: (tape, { inputs: [a, b] }, upstream) => [
    () => tape.apply(cosineBackward, [a, b, upstream], {}),
    () => tape.apply(cosineBackward, [b, a, upstream], {}),
  ],
  flops: ({ inputs: [a] }) => 6 * size(a),
};

/** Inputs: the one whose gradient it gives, the other, and the output's gradient [rows, 1]. */
export const cosineBackward: Op<object> = {
  name: 'cosineBackward',
  shape([a, b, upstream]) {
    requireShapes('cosineBackward', fit(a, b) && upstream[0] === a[0] && upstream[1] === 1, [a, b, upstream]);
    return [...a];
  },
  gpu: (to, [a, b, upstream], output, { inputs: [shape] }) => backwardKernel(to, { a, b, upstream }, output, sizes(shape)),
  cpu: ([a, b, upstream], output, { inputs: [shape] }) => cosineBackwardReference({ a, b, upstream }, output, sizes(shape)),
  flops: ({ inputs: [a] }) => 11 * size(a),
};
