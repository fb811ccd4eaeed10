/** Self-attention over packed sequences, with softmax and dropout of its probabilities (Vaswani et al., 2017). */
import { type AttentionSizes, attention as attentionKernel } from '../../kernels/attention/attention';
import {
  attentionReference,
  innerProductsReference,
  logSumsReference,
  scoreGradientReference,
  valueGradientReference,
} from '../../kernels/attention/reference';
import { type Call, type Op, requireShapes, type Shape, size } from '../op';
import type { Tape, Value } from '../tape';

export interface AttentionAttributes {
  heads: number;
  /** Of dropping a probability, in [0, 1). */
  dropout: number;
  /** Tells this attention's dropout from the others of its tape. */
  op: number;
}

/**
 * query, key, value [tokens, hidden] → [tokens, hidden].
 *
 * @param sequences u32 [tokens + 1, 2]: seed and step, then where each token's sequence begins and ends; a
 *   token of none has 0, 0 and gets zeros
 */
export function attention(tape: Tape, sequences: Value, query: Value, key: Value, value: Value, attributes: AttentionAttributes): Value {
  const sums = tape.applyDetached(attentionSums, [sequences, query, key], attributes);
  return tape.apply(attentionForward, [sequences, query, key, sums, value], attributes);
}

/** @param states shape of a [tokens, hidden] input */
const sizesOf = ([tokens, hidden]: Shape, { heads, dropout, op }: AttentionAttributes): AttentionSizes => ({
  tokens,
  heads,
  headSize: hidden / heads,
  dropout,
  op,
});
const sizes = ({ inputs, attributes }: Call<AttentionAttributes>) => sizesOf(inputs[1], attributes);
/** Multiplications and additions of scores or of their sum, were every token of one sequence. */
const flops = ({ inputs: [, [tokens, hidden]] }: Call<AttentionAttributes>) => 4 * tokens * tokens * hidden;

/** Inputs: sequences, query, key. Output [tokens, heads]: log Σ exp of each row's scores. */
export const attentionSums: Op<AttentionAttributes> = {
  name: 'attentionSums',
  shape([sequences, query, key], { heads }) {
    requireShapes('attentionSums', sequences[0] === query[0] + 1 && query[1] % (4 * heads) === 0, [sequences, query, key]);
    return [query[0], heads];
  },
  gpu: (to, inputs, output, call) => attentionKernel(to, 'logSums', inputs, output, sizes(call)),
  cpu: (inputs, output, call) => logSumsReference(inputs, output, sizes(call)),
  flops,
};

/** Inputs: sequences, query, key, sums, value. The gradients take account of the sums. */
export const attentionForward: Op<AttentionAttributes> = {
  name: 'attention',
  shape: ([, query]) => [...query],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'forward', inputs, output, sizes(call)),
  cpu: (inputs, output, call) => attentionReference(inputs, output, sizes(call)),
  gradient(tape, { inputs: [sequences, query, key, sums, value], output, attributes }, upstream) {
    const inner = tape.apply(attentionInner, [upstream, output], attributes);
    const all = [sequences, query, key, sums, value, upstream, inner];
    return [
      () => upstream,
      () => tape.apply(attentionQueryGradient, all, attributes),
      () => tape.apply(attentionKeyGradient, all, attributes),
      () => upstream,
      () => tape.apply(attentionValueGradient, [sequences, query, key, sums, upstream], attributes),
    ];
  },
  flops,
};

/** Inputs: the output's gradient, the output. Output [tokens, heads]. */
export const attentionInner: Op<AttentionAttributes> = {
  name: 'attentionInner',
  shape: ([gradient], { heads }) => [gradient[0], heads],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'innerProducts', inputs, output, sizesOf(call.inputs[0], call.attributes)),
  cpu: (inputs, output, call) => innerProductsReference(inputs, output, sizesOf(call.inputs[0], call.attributes)),
  flops: ({ inputs: [gradient] }) => 2 * size(gradient),
};

/** Inputs: sequences, query, key, sums, value, the output's gradient, its inner products with the output. */
export const attentionQueryGradient: Op<AttentionAttributes> = {
  name: 'attentionQueryGradient',
  shape: ([, query]) => [...query],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'queryGradient', inputs, output, sizes(call)),
  cpu: (inputs, output, call) => scoreGradientReference('query', inputs, output, sizes(call)),
  flops,
};

/** Inputs as above. */
export const attentionKeyGradient: Op<AttentionAttributes> = {
  name: 'attentionKeyGradient',
  shape: ([, , key]) => [...key],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'keyGradient', inputs, output, sizes(call)),
  cpu: (inputs, output, call) => scoreGradientReference('key', inputs, output, sizes(call)),
  flops,
};

/** Inputs: sequences, query, key, sums, the output's gradient. */
export const attentionValueGradient: Op<AttentionAttributes> = {
  name: 'attentionValueGradient',
  shape: ([, , key]) => [...key],
  gpu: (to, inputs, output, call) => attentionKernel(to, 'valueGradient', inputs, output, sizes(call)),
  cpu: (inputs, output, call) => valueGradientReference(inputs, output, sizes(call)),
  flops,
};
