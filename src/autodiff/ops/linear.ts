/** A fully connected layer (torch.nn.functional.linear), with what often follows it, in one kernel. */
import { activationReference } from '../../kernels/activation/reference';
import { columnSumReference } from '../../kernels/columnSum/reference';
import type { Dropout } from '../../kernels/dropout/dropout';
import { dropoutReference } from '../../kernels/dropout/reference';
import { matmulOnCpu } from '../../kernels/matmul/cpu';
import { type MatmulSizes, matmul as matmulKernel } from '../../kernels/matmul/matmul';
import { weightGradient as weightGradientKernel } from '../../kernels/weightGradient/weightGradient';
import { type Op, type OpCall, requireShapes, type Shape, size, together } from '../op';
import type { Tape, Value } from '../tape';
import { dropout } from './dropout';
import { matmul } from './matmul';
import { reluBackward } from './reluBackward';

export interface LinearAttributes {
  relu: boolean;
}

function outputShape(name: string, [x, weight, bias]: Shape[]): number[] {
  requireShapes(name, x.length === 2 && weight.length === 2 && x[1] === weight[1] && bias[0] === weight[0], [x, weight, bias]);
  return [x[0], weight[0]];
}

function sizes({ inputs: [x, weight] }: OpCall<unknown>): MatmulSizes {
  return { rows: x[0], cols: weight[0], inner: x[1], transposeA: false, transposeB: true };
}

const flops = ({ inputs: [x, weight] }: OpCall<unknown>) => 2 * size(x) * weight[0];

/** Of x, weight and bias. */
function layerGradients(tape: Tape, [x, weight]: Value[], upstream: Value): (() => Value)[] {
  const parameter = together(() => tape.applyAll(weightGradient, [upstream, x], {}));
  return [() => tape.apply(matmul, [upstream, weight], { transposeA: false, transposeB: false }), parameter(0), parameter(1)];
}

/** x [rows, in], weight [out, in], bias [out] → [rows, out], optionally followed by ReLU. */
export const linear: Op<LinearAttributes> = {
  name: 'linear',
  shape: (inputs) => outputShape('linear', inputs),
  gpu: (to, [x, weight, bias], output, call) =>
    matmulKernel(to, x, weight, bias, output, sizes(call), call.attributes.relu ? { by: 'relu' } : undefined),
  cpu([x, weight, bias], output, call) {
    matmulOnCpu(x, weight, bias, output, sizes(call));
    if (call.attributes.relu) activationReference(output, output, size(call.output), 'relu');
  },
  gradient: (tape, { inputs, output, attributes: { relu } }, upstream) =>
    layerGradients(tape, inputs, relu ? tape.apply(reluBackward, [upstream, output], {}) : upstream),
  flops,
};

/**
 * What every block of a transformer ends with. Inputs: x, weight, bias as above, the residual [rows, out] that
 * the rest of the layer's output is added to, and where there is dropout its counter, u32 [2].
 */
export const linearResidual: Op<Dropout> = {
  name: 'linearResidual',
  shape(inputs, { probability }) {
    const shape = outputShape('linearResidual', inputs);
    requireShapes('linearResidual', size(inputs[3]) === size(shape) && (probability === 0 || inputs[4]?.[0] === 2), inputs);
    return shape;
  },
  gpu(to, [x, weight, bias, addend, counter], output, call) {
    const dropout = call.attributes;
    const finish = counter ? { by: 'dropAndAdd' as const, addend, counter, dropout } : { by: 'add' as const, addend };
    matmulKernel(to, x, weight, bias, output, sizes(call), finish);
  },
  cpu([x, weight, bias, residual, counter], output, call) {
    matmulOnCpu(x, weight, bias, output, sizes(call));
    if (counter) dropoutReference(output, counter, output, size(call.output), call.attributes);
    for (let i = 0; i < size(call.output); i++) output[i] += residual[i];
  },
  gradient(tape, { inputs, attributes }, upstream) {
    const [, , , , counter] = inputs;
    const kept = counter ? tape.apply(dropout, [upstream, counter], attributes) : upstream;
    return [...layerGradients(tape, inputs, kept), () => upstream];
  },
  flops,
};

/** Inputs: the gradient of what a layer gave, [rows, out], and x [rows, in]. Output: of its weight, [out, in]; beside it: of its bias, [out]. */
export const weightGradient: Op<object> = {
  name: 'weightGradient',
  shape([gradient, x]) {
    requireShapes('weightGradient', gradient.length === 2 && x.length === 2 && gradient[0] === x[0], [gradient, x]);
    return [gradient[1], x[1]];
  },
  extras: ([gradient]) => [[gradient[1]]],
  gpu: (to, [gradient, x], output, { inputs: [[rows, outputs], [, inputs]] }, [bias]) =>
    weightGradientKernel(to, gradient, x, output, bias, { rows, inputs, outputs }),
  cpu([gradient, x], output, { inputs: [[inner, rows], [, cols]] }, [bias]) {
    matmulOnCpu(gradient, x, undefined, output, { rows, cols, inner, transposeA: true, transposeB: false });
    columnSumReference(gradient, bias, inner, rows);
  },
  flops: ({ inputs: [gradient, x] }) => 2 * size(gradient) * x[1],
};
