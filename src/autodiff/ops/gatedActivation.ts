/** A gated linear unit (Shazeer, 2020): the activation of the left half of the columns, times the right half. */
import { type GatedSizes, gatedActivation as kernel } from '../../kernels/gatedActivation/gatedActivation';
import { gatedActivationBackwardReference, gatedActivationReference } from '../../kernels/gatedActivation/reference';
import { type Op, requireShapes, type Shape, size } from '../op';
import type { ActivationAttributes } from './activation';

const sizes = ([rows, width]: Shape, { kind }: ActivationAttributes): GatedSizes => ({ rows, columns: width / 2, kind });

/** x [rows, 2 · columns] → [rows, columns] */
export const gatedActivation: Op<ActivationAttributes> = {
  name: 'gatedActivation',
  shape([x]) {
    requireShapes('gatedActivation', x.length === 2 && x[1] % 2 === 0, [x]);
    return [x[0], x[1] / 2];
  },
  gpu: (to, [x], output, { inputs: [shape], attributes }) => kernel(to, 'forward', [x, output], sizes(shape, attributes)),
  cpu: ([x], output, { inputs: [shape], attributes }) => gatedActivationReference(x, output, sizes(shape, attributes)),
  gradient: (tape, { inputs: [x], attributes }, upstream) => [() => tape.apply(gatedActivationBackward, [x, upstream], attributes)],
  flops: ({ output }) => 21 * size(output),
};

/** Inputs: what went in, and the gradient of what came out. */
export const gatedActivationBackward: Op<ActivationAttributes> = {
  name: 'gatedActivationBackward',
  shape([x, gradient]) {
    requireShapes('gatedActivationBackward', size(x) === 2 * size(gradient), [x, gradient]);
    return [...x];
  },
  gpu: (to, [x, gradient], output, { inputs: [shape], attributes }) =>
    kernel(to, 'backward', [x, gradient, output], sizes(shape, attributes)),
  cpu: ([x, gradient], output, { inputs: [shape], attributes }) =>
    gatedActivationBackwardReference(x, gradient, output, sizes(shape, attributes)),
  flops: ({ output }) => 25 * size(output),
};
