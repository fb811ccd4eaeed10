/** Self-attention over packed sequences, with softmax and dropout of its probabilities (Vaswani et al., 2017). */
import { type AttentionSizes, attention as attentionKernel } from '../../kernels/attention/attention';
import { attentionGradientOnCpu, attentionOnCpu } from '../../kernels/attention/cpu';
import { innerProductsReference } from '../../kernels/attention/reference';
import type { Dropout } from '../../kernels/dropout/dropout';
import { type Op, type OpCall, requireShapes, type Shape, size } from '../op';

export interface AttentionAttributes {
  heads: number;
  /** Of probabilities. */
  dropout: Dropout;
}

/** @param hidden of a [tokens, hidden] tensor */
const sizesOf = (tokens: number, hidden: number, { heads, dropout }: AttentionAttributes): AttentionSizes => ({
  tokens,
  heads,
  headSize: hidden / heads,
  dropout,
});
const sizes = ({ inputs: [, [tokens, width]], attributes }: OpCall<AttentionAttributes>) => sizesOf(tokens, width / 3, attributes);
/** Multiplications and additions of scores or of their sum, were every token of one sequence. */
const pairFlops = ([tokens, width]: Shape) => (4 * tokens * tokens * width) / 3;

/**
 * Inputs: sequences, u32 [tokens + 1, 2] of seed and step, then of where each token's sequence begins and ends
 * (a token of none has 0, 0 and gets zeros), and [tokens, 3 · hidden] of query, key and value. Output: [tokens,
 * hidden]; beside it [tokens, heads], log Σ exp of each row's scores.
 */
export const attention: Op<AttentionAttributes> = {
  name: 'attention',
  shape([sequences, joined], { heads }) {
    requireShapes('attention', sequences[0] === joined[0] + 1 && joined[1] % (12 * heads) === 0, [sequences, joined]);
    return [joined[0], joined[1] / 3];
  },
  extras: ([, joined], { heads }) => [[joined[0], heads]],
  gpu: (to, inputs, output, call, [sums]) => attentionKernel(to, 'forward', [...inputs, output, sums], sizes(call)),
  cpu: (inputs, output, call, [sums]) => attentionOnCpu(inputs, output, sums, sizes(call)),
  gradient: (tape, { inputs: [sequences, joined], output, extras: [sums], attributes }, upstream) => [
    () => upstream,
    () => {
      const inner = tape.apply(attentionInner, [upstream, output], attributes);
      return tape.apply(attentionGradient, [sequences, joined, sums, upstream, inner], attributes);
    },
  ],
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

/** Inputs: sequences, joined query, key and value, sums, the output's gradient, its inner products with the output. */
export const attentionGradient: Op<AttentionAttributes> = {
  name: 'attentionGradient',
  shape: ([, joined]) => [...joined],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'gradients', [...inputs, output], sizes(call)),
  cpu: (inputs, output, call) => attentionGradientOnCpu(inputs, output, sizes(call)),
  flops: ({ inputs: [, joined] }) => 5 * pairFlops(joined),
};
