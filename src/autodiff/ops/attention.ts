/** Self-attention over packed sequences, with softmax and dropout of its probabilities (Vaswani et al., 2017). */
import { type AttentionSizes, attention as attentionKernel } from '../../kernels/attention/attention';
import { attentionBiasGradientOnCpu, attentionGradientOnCpu, attentionOnCpu } from '../../kernels/attention/cpu';
import { innerProductsReference } from '../../kernels/attention/reference';
import type { Dropout } from '../../kernels/dropout/dropout';
import { type Op, type OpCall, requireShapes, type Shape, size } from '../op';
import type { Value } from '../tape';

export interface AttentionAttributes {
  heads: number;
  /** Of probabilities. */
  dropout: Dropout;
  /** How many tokens to either side are looked at. Default: all of the sequence. */
  reach?: number;
}

/** @param hidden of a [tokens, hidden] tensor; @param bias its shape, where there is one */
const sizesOf = (tokens: number, hidden: number, { heads, dropout, reach }: AttentionAttributes, bias?: Shape): AttentionSizes => ({
  tokens,
  heads,
  headSize: hidden / heads,
  dropout,
  ...(reach === undefined ? {} : { reach }),
  ...(bias ? { distances: bias[0] } : {}),
});
const sizes = ({ inputs: [, [tokens, width], bias], attributes }: OpCall<AttentionAttributes>) =>
  sizesOf(tokens, width / 3, attributes, bias);
const gradientSizes = ({ inputs: [, [tokens, width], , , , bias], attributes }: OpCall<AttentionAttributes>) =>
  sizesOf(tokens, width / 3, attributes, bias);
/** Multiplications and additions of scores or of their sum, were every token of one sequence. */
const pairFlops = ([tokens, width]: Shape) => (4 * tokens * tokens * width) / 3;

/**
 * Inputs: sequences, u32 [tokens + 1, 2] of seed and step, then of where each token's sequence begins and ends
 * (a token of none has 0, 0 and gets zeros); [tokens, 3 · hidden] of query, key and value; and optionally what is added
 * to scores by the distance from row to column, [distances, heads], whose middle row is that of distance 0. Output:
 * [tokens, hidden]; beside it [tokens, heads], log Σ exp of each row's scores.
 */
export const attention: Op<AttentionAttributes> = {
  name: 'attention',
  shape([sequences, joined, bias], { heads }) {
    const biased = bias === undefined || (bias[0] % 2 === 1 && bias[1] === heads);
    requireShapes('attention', sequences[0] === joined[0] + 1 && joined[1] % (12 * heads) === 0 && biased, [sequences, joined]);
    return [joined[0], joined[1] / 3];
  },
  extras: ([, joined], { heads }) => [[joined[0], heads]],
  gpu: (to, [sequences, joined, bias = joined], output, call, [sums]) =>
    attentionKernel(to, 'forward', [sequences, joined, bias, output, sums], sizes(call)),
  cpu: (inputs, output, call, [sums]) => attentionOnCpu(inputs, output, sums, sizes(call)),
  gradient(tape, { inputs: [sequences, joined, ...bias], output, extras: [sums], attributes }, upstream) {
    let inner: Value | undefined;
    const inputs = () => {
      inner ??= tape.apply(attentionInner, [upstream, output], attributes);
      return [sequences, joined, sums, upstream, inner, ...bias];
    };
    return [
      () => upstream,
      () => tape.apply(attentionGradient, inputs(), attributes),
      () => tape.apply(attentionBiasGradient, inputs(), attributes),
    ];
  },
  flops: ({ inputs: [, joined] }) => 2 * pairFlops(joined),
};

/** Inputs: the output's gradient, the output. Output [tokens, heads]. */
export const attentionInner: Op<AttentionAttributes> = {
  name: 'attentionInner',
  shape: ([gradient], { heads }) => [gradient[0], heads],
  gpu: (to, inputs, output, { inputs: [[tokens, hidden]], attributes }) =>
    attentionKernel(to, 'innerProducts', [...inputs, output], sizesOf(tokens, hidden, attributes)),
  cpu: (inputs, output, { inputs: [[tokens, hidden]], attributes }) =>
    innerProductsReference(inputs, output, sizesOf(tokens, hidden, attributes)),
  flops: ({ inputs: [gradient] }) => 2 * size(gradient),
};

/**
 * Inputs: sequences, joined query, key and value, sums, the output's gradient, its inner products with the output, and the
 * bias where there is one. Output: the gradient of query, key and value.
 */
export const attentionGradient: Op<AttentionAttributes> = {
  name: 'attentionGradient',
  shape: ([, joined]) => [...joined],
  gpu: (to, [sequences, joined, sums, gradient, inner, bias = joined], output, call) =>
    attentionKernel(to, 'gradients', [sequences, joined, bias, sums, gradient, inner, output], gradientSizes(call)),
  cpu: (inputs, output, call) => attentionGradientOnCpu(inputs, output, gradientSizes(call)),
  flops: ({ inputs: [, joined] }) => 5 * pairFlops(joined),
};

/** Inputs as above. Output: the gradient of the bias. */
export const attentionBiasGradient: Op<AttentionAttributes> = {
  name: 'attentionBiasGradient',
  shape: ([, , , , , bias]) => [...bias],
  gpu: (to, [sequences, joined, sums, gradient, inner, bias], output, call) =>
    attentionKernel(to, 'biasGradient', [sequences, joined, bias, sums, gradient, inner, output], gradientSizes(call)),
  cpu: (inputs, output, call) => attentionBiasGradientOnCpu(inputs, output, gradientSizes(call)),
  flops: ({ inputs: [, joined] }) => 2 * pairFlops(joined),
};
