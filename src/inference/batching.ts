/**
 * Groups sentences so that little is spent on padding: sorted by length, cut where a batch would hold
 * too many sentences or too many tokens.
 */
import type { PoolingMode } from '../model/sentence/pooling';
import { maximaOf } from './sentence/poolingWeights';
import type { BatchPooling, TokenBatch } from './session';

export interface BatchLimits {
  /** Sentences per batch. */
  batchSize: number;
  /** Tokens per batch, padding included: bounds the memory of long sentences. */
  maxTokens: number;
}

/** @returns groups of indices into `lengths`, the longest sentences first, so that memory peaks at once and not at the end */
export function planBatches(lengths: number[], { batchSize, maxTokens }: BatchLimits): number[][] {
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[b] - lengths[a] || a - b);
  const groups: number[][] = [];
  let group: number[] = [];
  for (const index of order) {
    const longest = lengths[group[0] ?? index];
    if (group.length >= batchSize || (group.length + 1) * longest > maxTokens) {
      if (group.length > 0) groups.push(group);
      group = [];
    }
    group.push(index);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/**
 * Pads to the longest of the group.
 *
 * @param typeIds segments of each sequence's tokens. Default: 0
 * @param pooling where pooled vectors are wanted: weights of each sequence's tokens, [tokens, modes]; see poolingWeights
 */
export function collate(
  sequences: number[][],
  padId: number,
  typeIds: (number[] | undefined)[] = [],
  pooling?: { modes: readonly PoolingMode[]; weights: Float32Array[] },
): TokenBatch {
  const batch = sequences.length;
  const length = Math.max(1, ...sequences.map((ids) => ids.length));
  const inputIds = new BigInt64Array(batch * length).fill(BigInt(padId));
  const attentionMask = new Uint32Array(batch * length);
  sequences.forEach((ids, row) => {
    ids.forEach((id, t) => {
      inputIds[row * length + t] = BigInt(id);
    });
    attentionMask.fill(1, row * length, row * length + ids.length);
  });
  const padded = { batch, length, inputIds, attentionMask, ...(pooling ? { pooling: padWeights(pooling, length) } : {}) };
  if (!typeIds.some((types) => types !== undefined)) return padded;
  const segments = new BigInt64Array(batch * length);
  typeIds.forEach((types, row) => {
    types?.forEach((type, t) => {
      segments[row * length + t] = BigInt(type);
    });
  });
  return { ...padded, typeIds: segments };
}

/** Weights of each sequence's tokens, padded to one length. */
export function padWeights({ modes, weights }: { modes: readonly PoolingMode[]; weights: Float32Array[] }, length: number): BatchPooling {
  const all = new Float32Array(weights.length * length * modes.length);
  for (const [row, values] of weights.entries()) all.set(values, row * length * modes.length);
  return { weights: all, maxima: maximaOf(modes) };
}
