/** CPU references of attention and its gradients. Shapes as in attention.ts. */
import { dropThreshold } from '../dropout/dropout';
import { pcg4d } from '../dropout/reference';
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';

/** What dropout leaves of the probability of a row and a column, as in attention.wgsl. */
function kept(sequences: Floats, head: number, row: number, column: number, { dropout, op }: AttentionSizes): number {
  if (dropout === 0) return 1;
  const first = sequences[2 * (row + 1)];
  const draw = pcg4d(sequences[0], sequences[1], (op + (head << 16)) | 0, (row << 10) ^ (column - first));
  return draw >= dropThreshold(dropout) ? Math.fround(1 / (1 - dropout)) : 0;
}

function score(query: Floats, key: Floats, row: number, column: number, size: number): number {
  let sum = 0;
  for (let d = 0; d < size; d++) sum += query[row + d] * key[column + d];
  return sum * Math.fround(1 / Math.sqrt(size));
}

type Visit = (row: number, column: number, head: number, rowAt: number, columnAt: number) => void;

/** Every pair of tokens of one sequence, for every head; `…At` is where a token's part of the head begins. */
function eachPair(sequences: Floats, { tokens, heads, headSize }: AttentionSizes, visit: Visit): void {
  for (let row = 0; row < tokens; row++) {
    for (let column = sequences[2 * row + 2]; column < sequences[2 * row + 3]; column++) {
      for (let head = 0; head < heads; head++) {
        visit(row, column, head, (row * heads + head) * headSize, (column * heads + head) * headSize);
      }
    }
  }
}

export function logSumsReference([sequences, query, key]: Floats[], out: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  const tops = new Float64Array(tokens * heads).fill(Number.NEGATIVE_INFINITY);
  eachPair(sequences, sizes, (row, _column, head, rowAt, columnAt) => {
    const at = row * heads + head;
    tops[at] = Math.max(tops[at], score(query, key, rowAt, columnAt, headSize));
  });
  const sums = new Float64Array(tokens * heads);
  eachPair(sequences, sizes, (row, _column, head, rowAt, columnAt) => {
    const at = row * heads + head;
    sums[at] += Math.exp(score(query, key, rowAt, columnAt, headSize) - tops[at]);
  });
  for (let i = 0; i < tokens * heads; i++) out[i] = sums[i] > 0 ? tops[i] + Math.log(sums[i]) : 0;
}

/** Sums rows of the last input by the probabilities: into their own rows, or into those that they were drawn from. */
function weighReference(by: 'row' | 'column', [sequences, query, key, sums, source]: Floats[], out: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  out.fill(0, 0, tokens * heads * headSize);
  eachPair(sequences, sizes, (row, column, head, rowAt, columnAt) => {
    const p = Math.exp(score(query, key, rowAt, columnAt, headSize) - sums[row * heads + head]) * kept(sequences, head, row, column, sizes);
    const [to, from] = by === 'row' ? [rowAt, columnAt] : [columnAt, rowAt];
    for (let d = 0; d < headSize; d++) out[to + d] += p * source[from + d];
  });
}

export const attentionReference = (inputs: Floats[], out: Floats, sizes: AttentionSizes): void => weighReference('row', inputs, out, sizes);

export const valueGradientReference = (inputs: Floats[], out: Floats, sizes: AttentionSizes): void =>
  weighReference('column', inputs, out, sizes);

export function innerProductsReference([gradient, output]: Floats[], out: Floats, { tokens, heads, headSize }: AttentionSizes): void {
  for (let i = 0; i < tokens * heads; i++) {
    let sum = 0;
    for (let d = 0; d < headSize; d++) sum += gradient[i * headSize + d] * output[i * headSize + d];
    out[i] = sum;
  }
}

/** @param of which of the two */
export function scoreGradientReference(
  of: 'query' | 'key',
  [sequences, query, key, sums, value, gradient, inner]: Floats[],
  out: Floats,
  sizes: AttentionSizes,
): void {
  const { tokens, heads, headSize } = sizes;
  out.fill(0, 0, tokens * heads * headSize);
  const scale = Math.fround(1 / Math.sqrt(headSize));
  eachPair(sequences, sizes, (row, column, head, rowAt, columnAt) => {
    const at = row * heads + head;
    let along = 0;
    for (let d = 0; d < headSize; d++) along += gradient[rowAt + d] * value[columnAt + d];
    const p = Math.exp(score(query, key, rowAt, columnAt, headSize) - sums[at]);
    const s = p * (along * kept(sequences, head, row, column, sizes) - inner[at]) * scale;
    const [to, from, source] = of === 'query' ? [rowAt, columnAt, key] : [columnAt, rowAt, query];
    for (let d = 0; d < headSize; d++) out[to + d] += s * source[from + d];
  });
}
