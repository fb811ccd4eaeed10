/** Mean over every packed sequence's tokens: [tokens, hidden] → [sequences, hidden]. */
import {
  meanPoolPackedBackward as backwardKernel,
  meanPoolPacked as forwardKernel,
  type PackedSizes,
} from '../../kernels/meanPoolPacked/meanPoolPacked';
import { meanPoolPackedBackwardReference, meanPoolPackedReference } from '../../kernels/meanPoolPacked/reference';
import { type Op, type OpCall, requireShapes, size } from '../op';

const sizes = ({ inputs: [states, cuSeqlens] }: OpCall<object>): PackedSizes => ({
  sequences: cuSeqlens[0] - 1,
  tokens: states[0],
  hidden: states[1],
});

/** Inputs: states, and cuSeqlens u32 [sequences + 1]. */
export const meanPool: Op<object> = {
  name: 'meanPool',
  shape([states, cuSeqlens]) {
    requireShapes('meanPool', states.length === 2 && cuSeqlens[0] >= 1, [states, cuSeqlens]);
    return [cuSeqlens[0] - 1, states[1]];
  },
  gpu: (to, [states, cuSeqlens], output, call) => forwardKernel(to, states, cuSeqlens, output, sizes(call)),
  cpu: ([states, cuSeqlens], output, call) => meanPoolPackedReference(states, cuSeqlens, output, sizes(call)),
  gradient: (tape, { inputs: [states, cuSeqlens] }, upstream) => [
    () => tape.apply(meanPoolBackward, [upstream, cuSeqlens], { tokens: states.shape[0] }),
  ],
  flops: ({ inputs: [states] }) => size(states),
};

interface BackwardAttributes {
  /** Rows of the packed matrix. */
  tokens: number;
}

const backwardSizes = ({ inputs: [gradient], attributes: { tokens } }: OpCall<BackwardAttributes>): PackedSizes => ({
  sequences: gradient[0],
  tokens,
  hidden: gradient[1],
});

/** Inputs: gradient [sequences, hidden], cuSeqlens. */
export const meanPoolBackward: Op<BackwardAttributes> = {
  name: 'meanPoolBackward',
  shape([gradient, cuSeqlens], { tokens }) {
    requireShapes('meanPoolBackward', gradient.length === 2 && cuSeqlens[0] === gradient[0] + 1, [gradient, cuSeqlens]);
    return [tokens, gradient[1]];
  },
  gpu: (to, [gradient, cuSeqlens], output, call) => backwardKernel(to, gradient, cuSeqlens, output, backwardSizes(call)),
  cpu: ([gradient, cuSeqlens], output, call) => meanPoolPackedBackwardReference(gradient, cuSeqlens, output, backwardSizes(call)),
  flops: ({ output }) => size(output),
};
