/** A fully connected layer (torch.nn.functional.linear), optionally followed by ReLU, in one kernel. */
import { matmul as matmulKernel } from '../../kernels/matmul/matmul';
import { matmulReference } from '../../kernels/matmul/reference';
import { type Call, type Op, requireShapes } from '../op';
import { columnSum } from './columnSum';
import { matmul, matmulSizes } from './matmul';
import { reluBackward } from './reluBackward';

export interface LinearAttributes {
  relu: boolean;
}

const sizes = ({ inputs, attributes }: Call<LinearAttributes>) =>
  matmulSizes(inputs, { transposeA: false, transposeB: true }, attributes.relu);

/** x [rows, in], weight [out, in], bias [out] → [rows, out]. */
export const linear: Op<LinearAttributes> = {
  name: 'linear',
  shape([x, weight, bias]) {
    requireShapes('linear', x.length === 2 && weight.length === 2 && x[1] === weight[1] && bias[0] === weight[0], [x, weight, bias]);
    return [x[0], weight[0]];
  },
  gpu: (to, [x, weight, bias], output, call) => matmulKernel(to, x, weight, bias, output, sizes(call)),
  cpu: ([x, weight, bias], output, call) => matmulReference(x, weight, bias, output, sizes(call)),
  gradient(tape, { inputs: [x, weight], output, attributes: { relu } }, upstream) {
    const inner = relu ? tape.apply(reluBackward, [upstream, output], {}) : upstream;
    return [
      () => tape.apply(matmul, [inner, weight], { transposeA: false, transposeB: false }),
      () => tape.apply(matmul, [inner, x], { transposeA: true, transposeB: false }),
      () => tape.apply(columnSum, [inner], {}),
    ];
  },
  flops({ inputs: [x, weight] }) {
    return 2 * x[0] * x[1] * weight[0];
  },
};
