/** Sum of two tensors of one shape. */
import { add as addKernel } from '../../kernels/add/add';
import { addReference } from '../../kernels/add/reference';
import { type Op, requireShapes, size } from '../op';

export const add: Op<object> = {
  name: 'add',
  shape([a, b]) {
    requireShapes('add', a.length === b.length && a.every((length, i) => length === b[i]), [a, b]);
    return [...a];
  },
  gpu: (to, [a, b], output, call) => addKernel(to, a, b, output, size(call.output)),
  cpu: ([a, b], output, call) => addReference(a, b, output, size(call.output)),
  gradient: (_tape, _application, upstream) => [() => upstream, () => upstream],
  flops: ({ output }) => size(output),
};
