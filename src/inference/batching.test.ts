import { describe, expect, it } from 'vitest';
import { collate, planBatches } from './batching';

describe('planBatches', () => {
  it('puts every sentence into exactly one batch, like lengths together', () => {
    const lengths = [3, 90, 5, 4, 80, 3, 100, 6];
    const groups = planBatches(lengths, { batchSize: 3, maxTokens: 1000 });
    expect(groups.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
    expect(groups.map((group) => group.map((i) => lengths[i]))).toEqual([
      [100, 90, 80],
      [6, 5, 4],
      [3, 3],
    ]);
  });

  it('bounds sentences and padded tokens', () => {
    const lengths = Array.from({ length: 200 }, (_, i) => 1 + ((i * 37) % 512));
    for (const group of planBatches(lengths, { batchSize: 32, maxTokens: 4096 })) {
      const longest = Math.max(...group.map((i) => lengths[i]));
      expect(group.length).toBeLessThanOrEqual(32);
      expect(group.length * longest).toBeLessThanOrEqual(4096);
    }
  });

  it('gives a sentence above the bound a batch of its own', () => {
    expect(planBatches([10, 3], { batchSize: 8, maxTokens: 5 })).toEqual([[0], [1]]);
  });

  it('of nothing is nothing', () => {
    expect(planBatches([], { batchSize: 8, maxTokens: 5 })).toEqual([]);
  });
});

it('collate pads on the right and masks the padding', () => {
  const { batch, length, inputIds, attentionMask } = collate([[5], [6, 7, 8]], 9);
  expect([batch, length]).toEqual([2, 3]);
  expect([...inputIds]).toEqual([5n, 9n, 9n, 6n, 7n, 8n]);
  expect([...attentionMask]).toEqual([1, 0, 0, 1, 1, 1]);
});
