/** Rows of an embedding table by token (torch.nn.functional.embedding). */
import { embeddingBackward as backwardKernel, type EmbeddingSizes, embedding as embeddingKernel } from '../../kernels/embedding/embedding';
import { embeddingBackwardReference, embeddingReference } from '../../kernels/embedding/reference';
import { type Op, type OpCall, requireShapes, size } from '../op';

const sizes = ({ inputs: [table, links] }: OpCall<object>): EmbeddingSizes => ({ tokens: links[0], columns: table[1], rows: table[0] });

/** Inputs: table [rows, columns], links u32 [tokens, 3] of linkTokens. Output [tokens, columns]. */
export const embedding: Op<object> = {
  name: 'embedding',
  shape([table, links]) {
    requireShapes('embedding', table.length === 2 && links[1] === 3, [table, links]);
    return [links[0], table[1]];
  },
  gpu: (to, [table, links], output, call) => embeddingKernel(to, table, links, output, sizes(call)),
  cpu: ([table, links], output, call) => embeddingReference(table, links, output, sizes(call)),
  gradient: (tape, { inputs: [table, links] }, upstream) => [
    () => tape.apply(embeddingBackward, [upstream, links], { rows: table.shape[0] }),
  ],
  flops: () => 0,
};

interface BackwardAttributes {
  /** Rows of the table. */
  rows: number;
}

const backwardSizes = ({ inputs: [gradient], attributes: { rows } }: OpCall<BackwardAttributes>): EmbeddingSizes => ({
  tokens: gradient[0],
  columns: gradient[1],
  rows,
});

/** Inputs: gradient [tokens, columns], links. Output: the table's gradient. */
export const embeddingBackward: Op<BackwardAttributes> = {
  name: 'embeddingBackward',
  shape: ([gradient], { rows }) => [rows, gradient[1]],
  gpu: (to, [gradient, links], output, call) => backwardKernel(to, gradient, links, output, backwardSizes(call)),
  cpu: ([gradient, links], output, call) => embeddingBackwardReference(gradient, links, output, backwardSizes(call)),
  flops: ({ inputs: [gradient] }) => size(gradient),
};
