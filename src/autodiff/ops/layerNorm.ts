/** Layer normalisation over rows (torch.nn.functional.layer_norm). */
import {
  layerNorm as forwardKernel,
  type RowSizes,
  layerNormStateGradient as stateKernel,
  layerNormWeightGradient as weightKernel,
} from '../../kernels/layerNorm/layerNorm';
import { layerNormReference, layerNormStateGradientReference, layerNormWeightGradientReference } from '../../kernels/layerNorm/reference';
import { type Op, requireShapes, type Shape, size, together } from '../op';

const sizes = ([rows, columns]: Shape): RowSizes => ({ rows, columns });

interface Epsilon {
  epsilon: number;
}

/** x [rows, columns], weight and bias [columns] → [rows, columns]; beside it [rows, 2]: mean, and one over the standard deviation. */
export const layerNorm: Op<Epsilon> = {
  name: 'layerNorm',
  shape([x, weight, bias]) {
    requireShapes('layerNorm', x.length === 2 && weight[0] === x[1] && bias[0] === x[1], [x, weight, bias]);
    return [...x];
  },
  extras: ([x]) => [[x[0], 2]],
  gpu: (to, [x, weight, bias], out, { inputs: [shape], attributes }, [stats]) =>
    forwardKernel(to, { x, weight, bias }, { out, stats }, sizes(shape), attributes.epsilon),
  cpu: ([x, weight, bias], out, { inputs: [shape], attributes }, [stats]) =>
    layerNormReference({ x, weight, bias }, { out, stats }, sizes(shape), attributes.epsilon),
  gradient(tape, { inputs: [x, weight], extras: [stats] }, upstream) {
    const parameter = together(() => tape.applyAll(layerNormWeightGradient, [x, upstream, stats], {}));
    return [() => tape.apply(layerNormStateGradient, [x, weight, stats, upstream], {}), parameter(0), parameter(1)];
  },
  flops: ({ inputs: [x] }) => 8 * size(x),
};

/** Inputs: x, weight, statistics, the output's gradient. */
export const layerNormStateGradient: Op<object> = {
  name: 'layerNormStateGradient',
  shape: ([x]) => [...x],
  gpu: (to, [x, weight, stats, gradient], output, { inputs: [shape] }) =>
    stateKernel(to, { x, weight, stats, gradient }, output, sizes(shape)),
  cpu: ([x, weight, stats, gradient], output, { inputs: [shape] }) =>
    layerNormStateGradientReference({ x, weight, stats, gradient }, output, sizes(shape)),
  flops: ({ inputs: [x] }) => 10 * size(x),
};

/** Inputs: x, the output's gradient, statistics. Output: the gradient of the weight; beside it: of the bias. */
export const layerNormWeightGradient: Op<object> = {
  name: 'layerNormWeightGradient',
  shape: ([x]) => [x[1]],
  extras: ([x]) => [[x[1]]],
  gpu: (to, [x, gradient, stats], weight, { inputs: [shape] }, [bias]) =>
    weightKernel(to, { x, gradient, stats }, { weight, bias }, sizes(shape)),
  cpu: ([x, gradient, stats], weight, { inputs: [shape] }, [bias]) =>
    layerNormWeightGradientReference({ x, gradient, stats }, { weight, bias }, sizes(shape)),
  flops: ({ inputs: [x] }) => 5 * size(x),
};
