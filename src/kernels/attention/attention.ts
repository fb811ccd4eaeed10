/**
 * Self-attention over packed sequences with softmax and dropout (torch.nn.functional.scaled_dot_product_attention
 * on each sequence), with a bias by distance (Raffel et al., 2020) and a limited reach where they are wanted, and its
 * gradients. Memory is linear in length.
 */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { type Dropout, dropoutWords } from '../dropout/dropout';
import pcg4d from '../dropout/pcg4d.wgsl?raw';
import wgsl from './attention.wgsl?raw';

export interface AttentionSizes {
  tokens: number;
  heads: number;
  /** A multiple of four. */
  headSize: number;
  /** Of probabilities. */
  dropout: Dropout;
  /** Rows of the bias: an odd number, the middle one that of a token to itself. Default: there is no bias. */
  distances?: number;
  /** How many tokens to either side are looked at. Default: all of the sequence. */
  reach?: number;
}

type Entry = 'forward' | 'innerProducts' | 'gradients' | 'biasGradient';
const WORKGROUP = 64;

/**
 * Runs one of the kernels. In all of them [tokens, hidden] is [tokens, heads, headSize], `joined` is [tokens, 3,
 * heads, headSize] of query, key and value, and `sequences` is u32 [tokens + 1, 2]: seed and step, then where
 * each token's sequence begins and ends.
 *
 * - `forward`: sequences, joined, bias → [tokens, hidden], and [tokens, heads] of log Σ exp of each row's scores
 * - `innerProducts`: gradient, output → [tokens, heads]
 * - `gradients`: sequences, joined, bias, sums, gradient, inner products → of joined
 * - `biasGradient`: the same → of the bias
 *
 * `bias` is [distances, heads]; where there is none, any buffer takes its place.
 */
export function attention(to: Dispatcher, entryPoint: Entry, buffers: BufferSlice[], sizes: AttentionSizes): void {
  const { tokens, heads, headSize, dropout, distances = 0, reach } = sizes;
  const constants = {
    QUADS: headSize / 4,
    DROPS: Number(dropout.probability > 0),
    BIASED: Number(distances > 0),
    LOCAL: Number(reach !== undefined),
  };
  const kernel: Kernel = { name: `attention.${entryPoint}`, wgsl: pcg4d + wgsl, entryPoint, constants };
  const words = [tokens, heads, ...dropoutWords(dropout), floatBits(1 / Math.sqrt(headSize)), distances, reach ?? 0];
  const threads = entryPoint === 'biasGradient' ? distances : tokens;
  to.dispatch(kernel, words, buffers, [Math.ceil(threads / WORKGROUP), heads, entryPoint === 'gradients' ? 2 : 1]);
}
