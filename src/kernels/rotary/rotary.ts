/** Rotary position embeddings of query and key (Su et al., 2021): pairs of columns, half a head apart, turned by their position. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './rotary.wgsl?raw';

export interface RotarySizes {
  tokens: number;
  heads: number;
  headSize: number;
  /** Whether it turns back, as gradients do. */
  back: boolean;
}

const KERNEL: Kernel = { name: 'rotary', wgsl };
const WORKGROUP = 64;

/**
 * @param buffers sequences, u32 [tokens + 1, 2] as attention has them; `joined`, [tokens, 3, heads, headSize] of query, key and value;
 *   and turns, [positions, headSize] of cosines, then sines. Values stay as they are
 * @param out as `joined`
 */
export function rotary(to: Dispatcher, buffers: BufferSlice[], out: BufferSlice, { tokens, heads, headSize, back }: RotarySizes): void {
  const count = (tokens * 3 * heads * headSize) / 2;
  const groups = elementwise(count, WORKGROUP);
  to.dispatch(KERNEL, [count, groups[0] * WORKGROUP, heads, headSize / 2, Number(back)], [...buffers, out], groups);
}
