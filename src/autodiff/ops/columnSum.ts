/** Sum over rows: [rows, cols] → [cols]. The gradient of a bias. */
import { columnSum as columnSumKernel } from '../../kernels/columnSum/columnSum';
import { columnSumReference } from '../../kernels/columnSum/reference';
import { type Op, requireShapes, size } from '../op';

export const columnSum: Op<object> = {
  name: 'columnSum',
  shape([x]) {
    requireShapes('columnSum', x.length === 2, [x]);
    return [x[1]];
  },
  gpu: (to, [x], output, { inputs: [shape] }) => columnSumKernel(to, x, output, shape[0], shape[1]),
  cpu: ([x], output, { inputs: [shape] }) => columnSumReference(x, output, shape[0], shape[1]),
  flops: ({ inputs: [x] }) => size(x),
};
