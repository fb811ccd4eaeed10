/** Rows of a table by their numbers: a batch out of kept features. The table itself has no gradient. */
import { gatherRows as gatherRowsKernel } from '../../kernels/gatherRows/gatherRows';
import { gatherRowsReference } from '../../kernels/gatherRows/reference';
import { type Op, requireShapes } from '../op';

/** Inputs: table [any, columns], rows u32 [count]. Output [count, columns]. */
export const gatherRows: Op<object> = {
  name: 'gatherRows',
  shape([table, rows]) {
    requireShapes('gatherRows', table.length === 2 && rows.length === 1, [table, rows]);
    return [rows[0], table[1]];
  },
  gpu: (to, [table, rows], output, call) => gatherRowsKernel(to, table, rows, output, call.output[0], call.output[1]),
  cpu: ([table, rows], output, call) => gatherRowsReference(table, rows, output, call.output[0], call.output[1]),
  flops: () => 0,
};
