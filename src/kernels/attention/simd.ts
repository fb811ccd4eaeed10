/**
 * Attention where there is no GPU: products in SIMD, one head of one sequence at a time, with the softmax between
 * them in JavaScript. Shapes as in attention.ts.
 */
import { copyRows, FIRST, multiply, type Placed, productSize, productStride, simdMemory } from '../matmul/simd';
import type { AttentionSizes } from './attention';
import { kept, place, scaleOf } from './reference';

/** One head of one sequence, whose query, key and value are [length, headSize]. */
interface Head {
  head: number;
  first: number;
  length: number;
  query: Placed;
  key: Placed;
  value: Placed;
  /** Of products of two of them over the head's size, and over its tokens. */
  pairs: { rows: number; cols: number; inner: number };
  states: { rows: number; cols: number; inner: number };
}

const transposed = ({ at, row, col }: Placed): Placed => ({ at, row: col, col: row });

/** Every head of every sequence; `joined` lies at FIRST. */
function headsOf(sequences: ArrayLike<number>, sizes: AttentionSizes): Head[] {
  const { tokens, heads, headSize } = sizes;
  const found: Head[] = [];
  for (let first = 0, length = 0; first < tokens; first += Math.max(1, length)) {
    length = sequences[2 * first + 3] - sequences[2 * first + 2];
    if (length === 0) continue;
    const pairs = { rows: length, cols: length, inner: headSize };
    const states = { rows: length, cols: headSize, inner: length };
    for (let head = 0; head < heads; head++) {
      const [query, key, value] = ([0, 1, 2] as const).map((part) => ({
        at: FIRST + place(sizes, first, part, head),
        row: 3 * heads * headSize,
        col: 1,
      }));
      found.push({ head, first, length, query, key, value, pairs, states });
    }
  }
  return found;
}

const longestOf = (heads: Head[]) => heads.reduce((most, { length }) => Math.max(most, length), 0);

export function attentionSimd(
  [sequences, joined]: [sequences: ArrayLike<number>, joined: Float32Array],
  out: Float32Array,
  sums: Float32Array,
  sizes: AttentionSizes,
): void {
  const { tokens, heads, headSize } = sizes;
  const hidden = heads * headSize;
  const all = headsOf(sequences, sizes);
  const longest = longestOf(all);
  const scores = FIRST + joined.length;
  const result = scores + productSize(longest, longest);
  const memory = simdMemory(result + productSize(longest, headSize));
  memory.set(joined, FIRST);
  out.fill(0, 0, tokens * hidden);
  sums.fill(0, 0, tokens * heads);
  for (const { head, first, length, query, key, value, pairs, states } of all) {
    const stride = productStride(length);
    multiply(memory, query, transposed(key), scores, pairs);
    for (let i = 0; i < length; i++) {
      const row = memory.subarray(scores + i * stride, scores + i * stride + length);
      sums[(first + i) * heads + head] = softmax(row, scaleOf(sizes));
      for (let column = 0; column < length; column++) row[column] *= kept(sequences, first + i, head, column, sizes);
    }
    multiply(memory, { at: scores, row: stride, col: 1 }, value, result, states);
    copyRows(memory, result, productStride(headSize), out, (first * heads + head) * headSize, hidden, states);
  }
}

/** Scores, times `scale`, become probabilities. @returns log Σ exp of the scaled scores */
function softmax(scores: Float32Array, scale: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) top = Math.max(top, scores[i]);
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp((scores[i] - top) * scale);
    total += scores[i];
  }
  for (let i = 0; i < scores.length; i++) scores[i] /= total;
  return top * scale + Math.log(total);
}

export function attentionGradientSimd(
  [sequences, joined, sums, gradient, along]: [sequences: ArrayLike<number>, ...Float32Array[]],
  out: Float32Array,
  sizes: AttentionSizes,
): void {
  const { heads, headSize } = sizes;
  const hidden = heads * headSize;
  const scale = scaleOf(sizes);
  const all = headsOf(sequences, sizes);
  const longest = longestOf(all);
  const upstream = FIRST + joined.length;
  const weights = upstream + gradient.length;
  const slopes = weights + productSize(longest, longest);
  const result = slopes + productSize(longest, longest);
  const memory = simdMemory(result + productSize(longest, headSize));
  memory.set(joined, FIRST);
  memory.set(gradient, upstream);
  out.fill(0, 0, joined.length);
  for (const { head, first, length, query, key, value, pairs, states } of all) {
    const stride = productStride(length);
    const above = { at: upstream + (first * heads + head) * headSize, row: hidden, col: 1 };
    multiply(memory, query, transposed(key), weights, pairs);
    multiply(memory, above, transposed(value), slopes, pairs);
    for (let row = 0; row < length; row++) {
      const at = (first + row) * heads + head;
      for (let column = 0, pair = row * stride; column < length; column++, pair++) {
        const left = kept(sequences, first + row, head, column, sizes);
        const p = Math.exp(memory[weights + pair] * scale - sums[at]);
        memory[weights + pair] = p * left;
        memory[slopes + pair] = p * (memory[slopes + pair] * left - along[at]) * scale;
      }
    }
    const weight = { at: weights, row: stride, col: 1 };
    const slope = { at: slopes, row: stride, col: 1 };
    const write = (part: 0 | 1 | 2, a: Placed, b: Placed) => {
      multiply(memory, a, b, result, states);
      copyRows(memory, result, productStride(headSize), out, place(sizes, first, part, head), 3 * hidden, states);
    };
    write(0, slope, key);
    write(1, transposed(slope), query);
    write(2, transposed(weight), above);
  }
}
