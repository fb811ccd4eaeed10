/**
 * Self-attention over packed sequences with softmax and dropout (torch.nn.functional.scaled_dot_product_attention
 * on each sequence), and its gradients. Memory is linear in length.
 */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { dropThreshold } from '../dropout/dropout';
import wgsl from './attention.wgsl?raw';

export interface AttentionSizes {
  tokens: number;
  heads: number;
  /** A multiple of four. */
  headSize: number;
  /** Of dropping a probability, in [0, 1). */
  dropout: number;
  /** Tells this attention's dropout from the others of a program. */
  op: number;
}

type Entry = 'logSums' | 'forward' | 'queryGradient' | 'keyGradient' | 'valueGradient' | 'innerProducts';
const WORKGROUP = 64;

/**
 * Runs one of the kernels. In all of them [tokens, hidden] is [tokens, heads, headSize], and `sequences` is u32
 * [tokens + 1, 2]: seed and step, then where each token's sequence begins and ends.
 *
 * - `logSums`: sequences, query, key → [tokens, heads], log Σ exp of each row's scores
 * - `forward`: sequences, query, key, sums, value → [tokens, hidden]
 * - `innerProducts`: gradient, output → [tokens, heads]
 * - `queryGradient`, `keyGradient`: sequences, query, key, sums, value, gradient, inner products → [tokens, hidden]
 * - `valueGradient`: sequences, query, key, sums, gradient → [tokens, hidden]
 */
export function attention(to: Dispatcher, entryPoint: Entry, inputs: BufferSlice[], out: BufferSlice, sizes: AttentionSizes): void {
  const { tokens, heads, headSize, dropout, op } = sizes;
  const constants = { QUADS: headSize / 4, DROPS: Number(dropout > 0) };
  const kernel: Kernel = { name: `attention.${entryPoint}`, wgsl, entryPoint, constants };
  const words = [tokens, heads, op, dropThreshold(dropout), floatBits(1 / (1 - dropout)), floatBits(1 / Math.sqrt(headSize))];
  to.dispatch(kernel, words, [...inputs, out], [Math.ceil(tokens / WORKGROUP), heads]);
}
