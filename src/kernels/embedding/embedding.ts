/** Rows of an embedding table by token (torch.nn.functional.embedding), and the table's gradient without float atomics. */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './embedding.wgsl?raw';

const kernel = (entryPoint: string): Kernel => ({ name: `embedding.${entryPoint}`, wgsl, entryPoint });
const KERNELS = { forward: kernel('forward'), clear: kernel('clear'), backward: kernel('backward') };
const WORKGROUP = 64;
const CLEARING_GROUPS = 1024;

/** The row of a token that has none. */
export const NO_ROW = 0xffffffff;

export interface EmbeddingSizes {
  tokens: number;
  columns: number;
  /** Rows of the table. */
  rows: number;
}

/** @param table [rows, columns]; @param links of {@link linkTokens}; @param out [tokens, columns] */
export function embedding(to: Dispatcher, table: BufferSlice, links: BufferSlice, out: BufferSlice, sizes: EmbeddingSizes): void {
  const { tokens, columns, rows } = sizes;
  to.dispatch(KERNELS.forward, [tokens, columns, rows], [table, links, out], [Math.ceil(columns / WORKGROUP), tokens]);
}

/** @param gradient [tokens, columns]; @param out [rows, columns], zeros in rows that no token has */
export function embeddingBackward(
  to: Dispatcher,
  gradient: BufferSlice,
  links: BufferSlice,
  out: BufferSlice,
  sizes: EmbeddingSizes,
): void {
  const { tokens, columns, rows } = sizes;
  const words = [tokens, columns, rows];
  to.dispatch(KERNELS.clear, words, [out], [Math.min(CLEARING_GROUPS, Math.ceil((rows * columns) / WORKGROUP))]);
  to.dispatch(KERNELS.backward, words, [gradient, links, out], [Math.ceil(columns / WORKGROUP), tokens]);
}

/**
 * What the kernels read of a batch.
 *
 * @param rowOf the table's row of every token, NO_ROW for a token of none
 * @param padding the row that learns nothing (padding_idx of torch.nn.Embedding). Default: none
 * @returns u32 [tokens, 3]: row, whether the row learns and no earlier token has it, and the next token that has it or NO_ROW
 */
export function linkTokens(rowOf: ArrayLike<number>, padding?: number): Uint32Array<ArrayBuffer> {
  const links = new Uint32Array(3 * rowOf.length);
  const last = new Map<number, number>();
  for (let t = 0; t < rowOf.length; t++) {
    const row = rowOf[t];
    const before = row === NO_ROW ? undefined : last.get(row);
    links.set([row, Number(before === undefined && row !== padding), NO_ROW], 3 * t);
    if (before !== undefined) links[3 * before + 2] = t;
    last.set(row, t);
  }
  return links;
}
