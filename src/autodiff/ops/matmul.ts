/** Matrix product, with either side transposed. */
import { type MatmulSizes, matmul as matmulKernel } from '../../kernels/matmul/matmul';
import { matmulReference } from '../../kernels/matmul/reference';
import { type Call, type Op, requireShapes, type Shape } from '../op';

export interface Transposed {
  /** a is stored [inner, rows] instead of [rows, inner]. */
  transposeA: boolean;
  /** b is stored [cols, inner] instead of [inner, cols]. */
  transposeB: boolean;
}

export function matmulSizes([a, b]: Shape[], { transposeA, transposeB }: Transposed, relu: boolean): MatmulSizes {
  const [rows, inner] = transposeA ? [a[1], a[0]] : a;
  const cols = transposeB ? b[0] : b[1];
  return { rows, cols, inner, transposeA, transposeB, relu };
}

const sizes = ({ inputs, attributes }: Call<Transposed>) => matmulSizes(inputs, attributes, false);

export const matmul: Op<Transposed> = {
  name: 'matmul',
  shape([a, b], attributes) {
    const { rows, cols, inner } = matmulSizes([a, b], attributes, false);
    requireShapes('matmul', a.length === 2 && b.length === 2 && inner === (attributes.transposeB ? b[1] : b[0]), [a, b]);
    return [rows, cols];
  },
  gpu: (to, [a, b], output, call) => matmulKernel(to, a, b, undefined, output, sizes(call)),
  cpu: ([a, b], output, call) => matmulReference(a, b, undefined, output, sizes(call)),
  gradient(tape, { inputs: [a, b], attributes: { transposeA, transposeB } }, upstream) {
    const product = (x: typeof a, y: typeof a, left: boolean, right: boolean) =>
      tape.apply(matmul, [x, y], { transposeA: left, transposeB: right });
    return [
      () => (transposeA ? product(b, upstream, transposeB, true) : product(upstream, b, false, !transposeB)),
      () => (transposeB ? product(upstream, a, true, transposeA) : product(a, upstream, !transposeA, false)),
    ];
  },
  flops(call) {
    const { rows, cols, inner } = sizes(call);
    return 2 * rows * cols * inner;
  },
};
