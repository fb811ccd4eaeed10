/** CPU references of attention and its gradients. Shapes as in attention.ts. */
import { dropThreshold } from '../dropout/dropout';
import { pcg4d } from '../dropout/reference';
import type { Floats } from '../floats';
import type { AttentionSizes } from './attention';

/** One token of one head, and the tokens of its sequence that it looks at. */
interface Row {
  token: number;
  head: number;
  first: number;
  end: number;
  /** Where its sequence begins. */
  start: number;
  /** Where it lies in [tokens, heads]; times head size, in [tokens, hidden]. */
  at: number;
}

function eachRow(sequences: Floats, { tokens, heads, reach = tokens }: AttentionSizes, visit: (row: Row) => void): void {
  for (let token = 0; token < tokens; token++) {
    const [start, stop] = [sequences[2 * token + 2], sequences[2 * token + 3]];
    const [first, end] = [Math.max(start, token - reach), Math.min(stop, token + reach + 1)];
    for (let head = 0; head < heads; head++) visit({ token, head, start, first, end, at: token * heads + head });
  }
}

/** Where the bias of a pair lies, given the distance from row to column. */
export const biasPlace = ({ heads, distances = 0 }: AttentionSizes, distance: number, head: number) =>
  ((distances - 1) / 2 + distance) * heads + head;

/** Where a token's query (0), key (1) or value (2) lies in `joined`. */
export const place = ({ heads, headSize }: AttentionSizes, token: number, part: 0 | 1 | 2, head: number) =>
  ((token * 3 + part) * heads + head) * headSize;

/** What dropout leaves of the probability of a token and a column of its sequence, counted from its first, as in attention.wgsl. */
export function kept(
  sequences: ArrayLike<number>,
  token: number,
  head: number,
  column: number,
  { dropout: { probability, op } }: AttentionSizes,
): number {
  if (probability === 0) return 1;
  const draw = pcg4d(sequences[0], sequences[1], (op + (head << 16)) | 0, (token << 10) ^ column);
  return draw >= dropThreshold(probability) ? Math.fround(1 / (1 - probability)) : 0;
}

function inner(a: Floats, aAt: number, b: Floats, bAt: number, size: number): number {
  let sum = 0;
  for (let d = 0; d < size; d++) sum += a[aAt + d] * b[bAt + d];
  return sum;
}

/** to += factor · from */
function addScaled(to: Floats, toAt: number, from: Floats, fromAt: number, factor: number, size: number): void {
  for (let d = 0; d < size; d++) to[toAt + d] += factor * from[fromAt + d];
}

/** What scores are multiplied with. */
export const scaleOf = ({ headSize }: AttentionSizes) => Math.fround(1 / Math.sqrt(headSize));

export function attentionReference([sequences, joined, bias]: Floats[], out: Floats, sums: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  const scale = scaleOf(sizes);
  const scores = new Float64Array(tokens);
  out.fill(0, 0, tokens * heads * headSize);
  eachRow(sequences, sizes, (row) => {
    const { token, head, start, first, end, at } = row;
    const query = place(sizes, token, 0, head);
    let top = Number.NEGATIVE_INFINITY;
    for (let column = first; column < end; column++) {
      scores[column] = inner(joined, query, joined, place(sizes, column, 1, head), headSize) * scale;
      if (sizes.distances) scores[column] += bias[biasPlace(sizes, column - token, head)];
      top = Math.max(top, scores[column]);
    }
    let total = 0;
    for (let column = first; column < end; column++) total += Math.exp(scores[column] - top);
    sums[at] = total > 0 ? top + Math.log(total) : 0;
    for (let column = first; column < end; column++) {
      const p = (Math.exp(scores[column] - top) / total) * kept(sequences, token, head, column - start, sizes);
      addScaled(out, at * headSize, joined, place(sizes, column, 2, head), p, headSize);
    }
  });
}

export function innerProductsReference([gradient, output]: Floats[], out: Floats, { tokens, heads, headSize }: AttentionSizes): void {
  for (let i = 0; i < tokens * heads; i++) out[i] = inner(gradient, i * headSize, output, i * headSize, headSize);
}

/** One pair of tokens that look at each other: what is left of the probability, and the gradient of the score. */
interface Pair extends Row {
  column: number;
  weight: number;
  slope: number;
}

function eachPair([sequences, joined, sums, gradient, along, bias]: Floats[], sizes: AttentionSizes, visit: (pair: Pair) => void): void {
  const { headSize } = sizes;
  const scale = scaleOf(sizes);
  eachRow(sequences, sizes, (row) => {
    const { token, head, start, first, end, at } = row;
    for (let column = first; column < end; column++) {
      const left = kept(sequences, token, head, column - start, sizes);
      let score = inner(joined, place(sizes, token, 0, head), joined, place(sizes, column, 1, head), headSize) * scale;
      if (sizes.distances) score += bias[biasPlace(sizes, column - token, head)];
      const p = Math.exp(score - sums[at]);
      const slope = p * (inner(gradient, at * headSize, joined, place(sizes, column, 2, head), headSize) * left - along[at]);
      visit({ ...row, column, weight: p * left, slope });
    }
  });
}

export function attentionGradientReference(inputs: Floats[], out: Floats, sizes: AttentionSizes): void {
  const { tokens, heads, headSize } = sizes;
  const [, joined, , gradient] = inputs;
  const scale = scaleOf(sizes);
  out.fill(0, 0, 3 * tokens * heads * headSize);
  eachPair(inputs, sizes, ({ token, column, head, at, weight, slope }) => {
    const [query, key, value] = [place(sizes, token, 0, head), place(sizes, column, 1, head), place(sizes, column, 2, head)];
    addScaled(out, query, joined, key, slope * scale, headSize);
    addScaled(out, key, joined, query, slope * scale, headSize);
    addScaled(out, value, gradient, at * headSize, weight, headSize);
  });
}

export function attentionBiasGradientReference(inputs: Floats[], out: Floats, sizes: AttentionSizes): void {
  out.fill(0, 0, (sizes.distances ?? 0) * sizes.heads);
  eachPair(inputs, sizes, ({ token, column, head, slope }) => {
    out[biasPlace(sizes, column - token, head)] += slope;
  });
}
