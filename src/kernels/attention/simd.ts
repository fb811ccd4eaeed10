/**
 * Attention where there is no GPU: products in SIMD, one head of one sequence at a time, with the softmax between
 * them in JavaScript. Shapes as in attention.ts.
 */
import { copyRows, FIRST, multiply, type Placed, productSize, productStride, simdMemory } from '../matmul/simd';
import type { AttentionSizes } from './attention';
import { biasPlace, kept, place, scaleOf } from './reference';

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

/**
 * Products of a query and its keys become scores: scaled, biased, and minus infinity beyond the reach.
 *
 * @param token the row; @param first where its sequence begins
 */
function settle(row: Float32Array, token: number, first: number, head: number, bias: Float32Array, sizes: AttentionSizes): void {
  const scale = scaleOf(sizes);
  const { distances, reach = row.length } = sizes;
  for (let column = 0; column < row.length; column++) {
    const distance = first + column - token;
    const score = row[column] * scale + (distances ? bias[biasPlace(sizes, distance, head)] : 0);
    row[column] = Math.abs(distance) > reach ? Number.NEGATIVE_INFINITY : score;
  }
}

/** Whether scores are more than scaled products. */
const settles = ({ distances, reach }: AttentionSizes) => distances !== undefined || reach !== undefined;

export function attentionSimd(
  [sequences, joined, bias]: [sequences: ArrayLike<number>, ...Float32Array[]],
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
      const settled = settles(sizes);
      if (settled) settle(row, first + i, first, head, bias, sizes);
      sums[(first + i) * heads + head] = softmax(row, settled ? 1 : scaleOf(sizes));
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

type GradientInputs = [sequences: ArrayLike<number>, ...Float32Array[]];

/** A head whose pairs are computed: [length, length] of what is left of probabilities, and of the scores' gradients. */
interface Pairs extends Head {
  memory: Float32Array;
  stride: number;
  /** The output's gradient. */
  above: Placed;
  weights: number;
  slopes: number;
  /** Room for a product. */
  result: number;
}

function eachHead(
  [sequences, joined, sums, gradient, along, bias]: GradientInputs,
  sizes: AttentionSizes,
  visit: (pairs: Pairs) => void,
): void {
  const { heads, headSize } = sizes;
  const hidden = heads * headSize;
  const all = headsOf(sequences, sizes);
  const longest = longestOf(all);
  const upstream = FIRST + joined.length;
  const weights = upstream + gradient.length;
  const slopes = weights + productSize(longest, longest);
  const result = slopes + productSize(longest, longest);
  const memory = simdMemory(result + productSize(longest, headSize));
  const settled = settles(sizes);
  const scale = settled ? 1 : scaleOf(sizes);
  memory.set(joined, FIRST);
  memory.set(gradient, upstream);
  for (const of of all) {
    const { head, first, length, query, key, value, pairs } = of;
    const stride = productStride(length);
    const above = { at: upstream + (first * heads + head) * headSize, row: hidden, col: 1 };
    multiply(memory, query, transposed(key), weights, pairs);
    multiply(memory, above, transposed(value), slopes, pairs);
    for (let row = 0; row < length; row++) {
      const at = (first + row) * heads + head;
      const start = weights + row * stride;
      if (settled) settle(memory.subarray(start, start + length), first + row, first, head, bias, sizes);
      for (let column = 0, pair = row * stride; column < length; column++, pair++) {
        const left = kept(sequences, first + row, head, column, sizes);
        const p = Math.exp(memory[weights + pair] * scale - sums[at]);
        memory[weights + pair] = p * left;
        memory[slopes + pair] = p * (memory[slopes + pair] * left - along[at]);
      }
    }
    visit({ ...of, memory, stride, above, weights, slopes, result });
  }
}

export function attentionGradientSimd(inputs: GradientInputs, out: Float32Array, sizes: AttentionSizes): void {
  const { heads, headSize } = sizes;
  const scale = scaleOf(sizes);
  out.fill(0, 0, inputs[1].length);
  eachHead(inputs, sizes, ({ head, first, length, query, key, states, memory, stride, above, weights, slopes, result }) => {
    for (let i = slopes; i < slopes + length * stride; i++) memory[i] *= scale;
    const weight = { at: weights, row: stride, col: 1 };
    const slope = { at: slopes, row: stride, col: 1 };
    const write = (part: 0 | 1 | 2, a: Placed, b: Placed) => {
      multiply(memory, a, b, result, states);
      copyRows(memory, result, productStride(headSize), out, place(sizes, first, part, head), 3 * heads * headSize, states);
    };
    write(0, slope, key);
    write(1, transposed(slope), query);
    write(2, transposed(weight), above);
  });
}

export function attentionBiasGradientSimd(inputs: GradientInputs, out: Float32Array, sizes: AttentionSizes): void {
  out.fill(0, 0, (sizes.distances ?? 0) * sizes.heads);
  eachHead(inputs, sizes, ({ head, length, memory, stride, slopes }) => {
    for (let row = 0; row < length; row++) {
      for (let column = 0; column < length; column++) out[biasPlace(sizes, column - row, head)] += memory[slopes + row * stride + column];
    }
  });
}
