/** Matrix product, with either side transposed, and with what often follows it. */
import { activationBackwardOnCpu } from '../../kernels/activation/cpu';
import { matmulOnCpu } from '../../kernels/matmul/cpu';
import { type MatmulSizes, matmul as matmulKernel } from '../../kernels/matmul/matmul';
import { type Op, type OpCall, requireShapes, type Shape, size } from '../op';
import type { ActivationAttributes } from './activation';

export interface Transposed {
  /** a is stored [inner, rows] instead of [rows, inner]. */
  transposeA: boolean;
  /** b is stored [cols, inner] instead of [inner, cols]. */
  transposeB: boolean;
}

function matmulSizes([a, b]: Shape[], { transposeA, transposeB }: Transposed): MatmulSizes {
  const [rows, inner] = transposeA ? [a[1], a[0]] : a;
  const cols = transposeB ? b[0] : b[1];
  return { rows, cols, inner, transposeA, transposeB };
}

const sizes = ({ inputs, attributes }: OpCall<Transposed>) => matmulSizes(inputs, attributes);

function outputShape(name: string, [a, b, beside]: Shape[], attributes: Transposed): number[] {
  const { rows, cols, inner } = matmulSizes([a, b], attributes);
  const fits = a.length === 2 && b.length === 2 && inner === (attributes.transposeB ? b[1] : b[0]);
  requireShapes(name, fits && (!beside || size(beside) === rows * cols), beside ? [a, b, beside] : [a, b]);
  return [rows, cols];
}

function flops(call: OpCall<Transposed>): number {
  const { rows, cols, inner } = sizes(call);
  return 2 * rows * cols * inner;
}

export const matmul: Op<Transposed> = {
  name: 'matmul',
  shape: (inputs, attributes) => outputShape('matmul', inputs, attributes),
  gpu: (to, [a, b], output, call) => matmulKernel(to, a, b, undefined, output, sizes(call)),
  cpu: ([a, b], output, call) => matmulOnCpu(a, b, undefined, output, sizes(call)),
  gradient(tape, { inputs: [a, b], attributes: { transposeA, transposeB } }, upstream) {
    const product = (x: typeof a, y: typeof a, left: boolean, right: boolean) =>
      tape.apply(matmul, [x, y], { transposeA: left, transposeB: right });
    return [
      () => (transposeA ? product(b, upstream, transposeB, true) : product(upstream, b, false, !transposeB)),
      () => (transposeB ? product(upstream, a, true, transposeA) : product(a, upstream, !transposeA, false)),
    ];
  },
  plus: (tape, { inputs, attributes }, addend) => tape.apply(matmulPlus, [...inputs, addend], attributes),
  flops,
};

/** Inputs: a, b, and what is added to their product. */
export const matmulPlus: Op<Transposed> = {
  name: 'matmulPlus',
  shape: (inputs, attributes) => outputShape('matmulPlus', inputs, attributes),
  gpu: (to, [a, b, addend], output, call) => matmulKernel(to, a, b, undefined, output, sizes(call), { by: 'add', addend }),
  cpu([a, b, addend], output, call) {
    matmulOnCpu(a, b, undefined, output, sizes(call));
    for (let i = 0; i < size(call.output); i++) output[i] += addend[i];
  },
  flops,
};

/** Inputs: a, b, and x. Output: their product times the slope of an activation at x, which is the gradient of x. */
export const matmulSlope: Op<Transposed & ActivationAttributes> = {
  name: 'matmulSlope',
  shape: (inputs, attributes) => outputShape('matmulSlope', inputs, attributes),
  gpu: (to, [a, b, x], output, call) =>
    matmulKernel(to, a, b, undefined, output, sizes(call), { by: 'slope', x, kind: call.attributes.kind }),
  cpu([a, b, x], output, call) {
    matmulOnCpu(a, b, undefined, output, sizes(call));
    activationBackwardOnCpu(x, output, output, size(call.output), call.attributes.kind);
  },
  flops,
};
