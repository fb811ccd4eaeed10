/** Rotary position embeddings of query and key (Su et al., 2021). */
import { rotaryReference } from '../../kernels/rotary/reference';
import { type RotarySizes, rotary as rotaryKernel } from '../../kernels/rotary/rotary';
import { type Op, type OpCall, requireShapes, size } from '../op';

export interface RotaryAttributes {
  heads: number;
  /** Whether it turns back, as gradients do. */
  back: boolean;
}

const sizes = ({ inputs: [, [tokens, width]], attributes: { heads, back } }: OpCall<RotaryAttributes>): RotarySizes => ({
  tokens,
  heads,
  headSize: width / (3 * heads),
  back,
});

/**
 * Inputs: sequences, as attention has them; [tokens, 3 · hidden] of query, key and value; and turns, [positions, head size], of
 * cosines, then sines, into which no gradient flows. Output: as the second.
 */
export const rotary: Op<RotaryAttributes> = {
  name: 'rotary',
  shape([sequences, joined, turns], { heads }) {
    const headSize = joined[1] / (3 * heads);
    requireShapes('rotary', sequences[0] === joined[0] + 1 && headSize % 2 === 0 && turns[1] === headSize, [sequences, joined, turns]);
    return [...joined];
  },
  gpu: (to, inputs, output, call) => rotaryKernel(to, inputs, output, sizes(call)),
  cpu: (inputs, output, call) => rotaryReference(inputs, output, sizes(call)),
  gradient: (tape, { inputs: [sequences, , turns], attributes }, upstream) => [
    () => upstream,
    () => tape.apply(rotary, [sequences, upstream, turns], { ...attributes, back: !attributes.back }),
  ],
  flops: ({ output }) => 2 * size(output),
};
