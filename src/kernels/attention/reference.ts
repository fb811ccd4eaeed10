/** CPU references of attention and its gradients. Shapes as in attention.ts. */
import { dropThreshold } from '../dropout/dropout';
import { pcg4d } from '../dropout/reference';
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';

/** What dropout leaves of the probability of a row and a column, as in attention.wgsl. */
function kept(sequences: Floats, head: number, row: number, column: number, { dropout: { probability, op } }: AttentionSizes): number {
  if (probability === 0) return 1;
  const first = sequences[2 * (row + 1)];
  const draw = pcg4d(sequences[0], sequences[1], (op + (head << 16)) | 0, (row << 10) ^ (column - first));
  return draw >= dropThreshold(probability) ? Math.fround(1 / (1 - probability)) : 0;
}

/** Where the parts of a pair of tokens lie in `joined`, and the row's and the column's in [tokens, hidden]. */
interface Pair {
  row: number;
  column: number;
  head: number;
  query: number;
  key: number;
  value: number;
  /** Of the row in [tokens, hidden]. */
  to: number;
  /** Of the row in [tokens, heads]. */
  sum: number;
}

/** Every pair of tokens of one sequence, for every head. */
function eachPair(sequences: Floats, { tokens, heads, headSize }: AttentionSizes, visit: (pair: Pair) => void): void {
  const at = (token: number, part: number, head: number) => ((token * 3 + part) * heads + head) * headSize;
  for (let row = 0; row < tokens; row++) {
    for (let column = sequences[2 * row + 2]; column < sequences[2 * row + 3]; column++) {
      for (let head = 0; head < heads; head++) {
        const sum = row * heads + head;
        visit({
          row,
          column,
          head,
          query: at(row, 0, head),
          key: at(column, 1, head),
          value: at(column, 2, head),
          to: sum * headSize,
          sum,
        });
      }
    }
  }
}

function inner(a: Floats, aAt: number, b: Floats, bAt: number, size: number): number {
  let sum = 0;
  for (let d = 0; d < size; d++) sum += a[aAt + d] * b[bAt + d];
  return sum;
}

const scaleOf = ({ headSize }: AttentionSizes) => Math.fround(1 / Math.sqrt(headSize));

export function attentionReference([sequences, joined]: Floats[], out: Floats, sums: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  const score = ({ query, key }: Pair) => inner(joined, query, joined, key, headSize) * scaleOf(sizes);
  const tops = new Float64Array(tokens * heads).fill(Number.NEGATIVE_INFINITY);
  eachPair(sequences, sizes, (pair) => {
    tops[pair.sum] = Math.max(tops[pair.sum], score(pair));
  });
  const totals = new Float64Array(tokens * heads);
  eachPair(sequences, sizes, (pair) => {
    totals[pair.sum] += Math.exp(score(pair) - tops[pair.sum]);
  });
  for (let i = 0; i < tokens * heads; i++) sums[i] = totals[i] > 0 ? tops[i] + Math.log(totals[i]) : 0;
  out.fill(0, 0, tokens * heads * headSize);
  eachPair(sequences, sizes, (pair) => {
    const { row, column, head, value, to, sum } = pair;
    const p = Math.exp(score(pair) - sums[sum]) * kept(sequences, head, row, column, sizes);
    for (let d = 0; d < headSize; d++) out[to + d] += p * joined[value + d];
  });
}

export function innerProductsReference([gradient, output]: Floats[], out: Floats, { tokens, heads, headSize }: AttentionSizes): void {
  for (let i = 0; i < tokens * heads; i++) out[i] = inner(gradient, i * headSize, output, i * headSize, headSize);
}

export function attentionGradientReference([sequences, joined, sums, gradient, along]: Floats[], out: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  out.fill(0, 0, 3 * tokens * heads * headSize);
  const scale = scaleOf(sizes);
  eachPair(sequences, sizes, ({ row, column, head, query, key, value, to, sum }) => {
    const left = kept(sequences, head, row, column, sizes);
    const p = Math.exp(inner(joined, query, joined, key, headSize) * scale - sums[sum]);
    const slope = p * (inner(gradient, to, joined, value, headSize) * left - along[sum]) * scale;
    for (let d = 0; d < headSize; d++) {
      out[query + d] += slope * joined[key + d];
      out[key + d] += slope * joined[query + d];
      out[value + d] += p * left * gradient[to + d];
    }
  });
}
