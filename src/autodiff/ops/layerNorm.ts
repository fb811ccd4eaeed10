/** Layer normalisation over rows (torch.nn.functional.layer_norm). */
import {
  layerNorm as forwardKernel,
  type RowSizes,
  layerNormStateGradient as stateKernel,
  layerNormStatistics as statisticsKernel,
  layerNormWeightGradient as weightKernel,
} from '../../kernels/layerNorm/layerNorm';
import {
  layerNormReference,
  layerNormStateGradientReference,
  layerNormStatisticsReference,
  layerNormWeightGradientReference,
} from '../../kernels/layerNorm/reference';
import { type Op, requireShapes, type Shape, size } from '../op';
import type { Tape, Value } from '../tape';
import { columnSum } from './columnSum';

const sizes = ([rows, columns]: Shape): RowSizes => ({ rows, columns });

/** x [rows, columns], weight and bias [columns] → [rows, columns]. */
export function layerNorm(tape: Tape, x: Value, weight: Value, bias: Value, epsilon: number): Value {
  const stats = tape.applyDetached(layerNormStatistics, [x], { epsilon });
  return tape.apply(layerNormForward, [x, stats, weight, bias], { epsilon });
}

interface Epsilon {
  epsilon: number;
}

/** Input: x. Output [rows, 2]: mean, and one over the standard deviation. */
export const layerNormStatistics: Op<Epsilon> = {
  name: 'layerNormStatistics',
  shape([x]) {
    requireShapes('layerNormStatistics', x.length === 2, [x]);
    return [x[0], 2];
  },
  gpu: (to, [x], output, { inputs: [shape], attributes }) => statisticsKernel(to, x, output, sizes(shape), attributes.epsilon),
  cpu: ([x], output, { inputs: [shape], attributes }) => layerNormStatisticsReference(x, output, sizes(shape), attributes.epsilon),
  flops: ({ inputs: [x] }) => 4 * size(x),
};

/** Inputs: x, its statistics, weight, bias. The gradient of x takes account of the statistics. */
export const layerNormForward: Op<Epsilon> = {
  name: 'layerNorm',
  shape([x, stats, weight, bias]) {
    requireShapes('layerNorm', x.length === 2 && stats[0] === x[0] && weight[0] === x[1] && bias[0] === x[1], [x, stats, weight, bias]);
    return [...x];
  },
  gpu: (to, [x, stats, weight, bias], output, { inputs: [shape] }) => forwardKernel(to, { x, stats, weight, bias }, output, sizes(shape)),
  cpu: ([x, stats, weight, bias], output, { inputs: [shape] }) => layerNormReference({ x, stats, weight, bias }, output, sizes(shape)),
  gradient: (tape, { inputs: [x, stats, weight] }, upstream) => [
    () => tape.apply(layerNormStateGradient, [x, stats, weight, upstream], {}),
    () => upstream,
    () => tape.apply(layerNormWeightGradient, [x, stats, upstream], {}),
    () => tape.apply(columnSum, [upstream], {}),
  ],
  flops: ({ inputs: [x] }) => 4 * size(x),
};

/** Inputs: x, statistics, weight, the output's gradient. */
export const layerNormStateGradient: Op<object> = {
  name: 'layerNormStateGradient',
  shape: ([x]) => [...x],
  gpu: (to, [x, stats, weight, gradient], output, { inputs: [shape] }) =>
    stateKernel(to, { x, stats, weight, gradient }, output, sizes(shape)),
  cpu: ([x, stats, weight, gradient], output, { inputs: [shape] }) =>
    layerNormStateGradientReference({ x, stats, weight, gradient }, output, sizes(shape)),
  flops: ({ inputs: [x] }) => 10 * size(x),
};

/** Inputs: x, statistics, the output's gradient. */
export const layerNormWeightGradient: Op<object> = {
  name: 'layerNormWeightGradient',
  shape: ([x]) => [x[1]],
  gpu: (to, [x, stats, gradient], output, { inputs: [shape] }) => weightKernel(to, { x, stats, gradient }, output, sizes(shape)),
  cpu: ([x, stats, gradient], output, { inputs: [shape] }) =>
    layerNormWeightGradientReference({ x, stats, gradient }, output, sizes(shape)),
  flops: ({ inputs: [x] }) => 4 * size(x),
};
