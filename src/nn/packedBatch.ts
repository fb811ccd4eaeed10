/** Token ids of a batch, packed: what an encoder's forward reads, one sequence behind another, without padding between them. */
import type { EncoderConfig } from '../architectures/architecture';
import { linkTokens, NO_ROW } from '../kernels/embedding/embedding';

export interface PackedBatch {
  /** Rows of the packed matrices, those beyond the last sequence included. */
  tokens: number;
  /** [sequences + 1], where each begins and the last ends. */
  cuSeqlens: Uint32Array<ArrayBuffer>;
  /** Of each token's id, position and type; see linkTokens. */
  words: Uint32Array<ArrayBuffer>;
  positions: Uint32Array<ArrayBuffer>;
  types: Uint32Array<ArrayBuffer>;
  /** [tokens + 1, 2]: seed and step, then where each token's sequence begins and ends; 0, 0 beyond the last. */
  sequences: Uint32Array<ArrayBuffer>;
}

/** Rows are rounded up to a multiple of this, so that few programs are compiled. */
export const TOKEN_BUCKET = 64;

/**
 * @param rows token ids of each sequence, special tokens included
 * @param config of the encoder: how it counts positions, and the padding that learns nothing
 * @param tokens rows of the packed matrices. Default: the next multiple of TOKEN_BUCKET
 * @param typeIds of each token. Default: 0
 * @param counter seed and step, for dropout
 * @throws RangeError when the sequences do not fit
 */
export function packBatch(
  rows: number[][],
  { positionIds, padTokenId }: Pick<EncoderConfig, 'positionIds' | 'padTokenId'>,
  { tokens, typeIds, counter = [0, 0] }: { tokens?: number; typeIds?: (number[] | undefined)[]; counter?: [number, number] } = {},
): PackedBatch {
  const cuSeqlens = Uint32Array.from({ length: rows.length + 1 }, () => 0);
  for (const [i, row] of rows.entries()) cuSeqlens[i + 1] = cuSeqlens[i] + row.length;
  const count = cuSeqlens[rows.length];
  const size = tokens ?? Math.max(1, Math.ceil(count / TOKEN_BUCKET)) * TOKEN_BUCKET;
  if (count > size) throw new RangeError(`${count} tokens do not fit into ${size}`);
  const ids = new Uint32Array(size).fill(NO_ROW);
  const positions = new Uint32Array(size).fill(NO_ROW);
  const types = new Uint32Array(size).fill(NO_ROW);
  const sequences = new Uint32Array(2 * (size + 1));
  sequences.set(counter);
  for (const [s, row] of rows.entries()) {
    let counted = 0;
    for (const [i, id] of row.entries()) {
      const at = cuSeqlens[s] + i;
      ids[at] = id;
      positions[at] = positionIds === 'fromZero' ? i : id === padTokenId ? padTokenId : padTokenId + ++counted;
      types[at] = typeIds?.[s]?.[i] ?? 0;
      sequences.set([cuSeqlens[s], cuSeqlens[s + 1]], 2 * (at + 1));
    }
  }
  return {
    tokens: size,
    cuSeqlens,
    words: linkTokens(ids, padTokenId),
    positions: linkTokens(positions, positionIds === 'afterPadding' ? padTokenId : undefined),
    types: linkTokens(types),
    sequences,
  };
}

/** What `embedding` reads to look up rows of a table. @param count of rows looked up: those beyond the given ones are zeros */
export function rowLinks(rows: ArrayLike<number>, count: number): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(count).fill(NO_ROW);
  all.set(rows);
  return linkTokens(all);
}
