/** Pools every packed sequence's tokens, by several modes side by side: [tokens, hidden] → [sequences, modes · hidden]. */
import { poolBackward as backwardKernel, pool as forwardKernel, type PoolSizes } from '../../kernels/pool/pool';
import { poolBackwardReference, poolReference } from '../../kernels/pool/reference';
import { type Op, type OpCall, requireShapes, size } from '../op';

interface PoolAttributes {
  /** Of each mode, whether it is the maximum of the tokens instead of their weighted sum. */
  maxima: readonly boolean[];
}

const sizes = ({ inputs: [states, , cuSeqlens], attributes: { maxima } }: OpCall<PoolAttributes>): PoolSizes => ({
  sequences: cuSeqlens[0] - 1,
  tokens: states[0],
  hidden: states[1],
  maxima,
});

/** Inputs: states, weights [tokens, modes] (0 for tokens that do not count; constants), and cuSeqlens u32 [sequences + 1]. */
export const pool: Op<PoolAttributes> = {
  name: 'pool',
  shape([states, weights, cuSeqlens], { maxima }) {
    const fits = states.length === 2 && weights[0] === states[0] && weights[1] === maxima.length && cuSeqlens[0] >= 1;
    requireShapes('pool', fits, [states, weights, cuSeqlens]);
    return [cuSeqlens[0] - 1, maxima.length * states[1]];
  },
  gpu: (to, [states, weights, cuSeqlens], output, call) => forwardKernel(to, states, weights, cuSeqlens, output, sizes(call)),
  cpu: ([states, weights, cuSeqlens], output, call) => poolReference(states, weights, cuSeqlens, output, sizes(call)),
  gradient: (tape, { inputs: [states, weights, cuSeqlens], output, attributes: { maxima } }, upstream) => [
    () => {
      const forward = maxima.includes(true) ? [states, output] : [];
      const [tokens, hidden] = states.shape;
      return tape.apply(poolBackward, [upstream, weights, cuSeqlens, ...forward], { maxima, tokens, hidden });
    },
  ],
  flops: ({ inputs: [states], attributes: { maxima } }) => 2 * maxima.length * size(states),
};

interface BackwardAttributes extends PoolAttributes {
  /** Rows and columns of the packed states. */
  tokens: number;
  hidden: number;
}

const backwardSizes = ({ inputs: [gradient], attributes }: OpCall<BackwardAttributes>): PoolSizes => ({
  sequences: gradient[0],
  ...attributes,
});

/** Inputs: gradient [sequences, modes · hidden], weights, cuSeqlens; where a mode is a maximum, states and the pooled vectors too. */
export const poolBackward: Op<BackwardAttributes> = {
  name: 'poolBackward',
  shape([gradient, weights, cuSeqlens], { tokens, hidden, maxima }) {
    const fits = gradient[1] === maxima.length * hidden && weights[0] === tokens && cuSeqlens[0] === gradient[0] + 1;
    requireShapes('poolBackward', fits, [gradient, weights, cuSeqlens]);
    return [tokens, hidden];
  },
  gpu: (to, [gradient, weights, cuSeqlens, states, pooled], output, call) =>
    backwardKernel(to, { gradient, weights, cuSeqlens }, states && { states, pooled }, output, backwardSizes(call)),
  cpu: ([gradient, weights, cuSeqlens, states, pooled], output, call) =>
    poolBackwardReference({ gradient, weights, cuSeqlens }, states && { states, pooled }, output, backwardSizes(call)),
  flops: ({ output, attributes: { maxima } }) => 2 * maxima.length * size(output),
};
