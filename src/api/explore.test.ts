import { describe, expect, it } from 'vitest';
import { Random } from '../random';
import type { Tensor } from '../workers/protocol';
import { clusterEmbeddings, mapEmbeddings, nameClusters, nearDuplicates } from './explore';

/** Rows around three directions, in turn. */
const random = new Random(1);
const noise = random.uniform(60 * 8, 0.2);
const embeddings: Tensor = { data: noise.map((value, at) => value + (at % 8 === Math.floor(at / 8) % 3 ? 3 : 0)), shape: [60, 8] };

describe('exploring embeddings', () => {
  it('maps them so that those that are alike lie together', () => {
    const { data, shape } = mapEmbeddings(embeddings);
    expect(shape).toEqual([60, 2]);
    for (let row = 0; row < 60; row++) {
      const distances = Array.from({ length: 60 }, (_, other) => ({
        other,
        distance: Math.hypot(data[2 * row] - data[2 * other], data[2 * row + 1] - data[2 * other + 1]),
      }));
      const nearest = distances.sort((a, b) => a.distance - b.distance)[1].other;
      expect(nearest % 3).toBe(row % 3);
    }
  });

  it('finds clusters, and names for them', () => {
    const clusters = clusterEmbeddings(embeddings, 3);
    clusters.forEach((cluster, row) => {
      expect(cluster).toBe(clusters[row % 3]);
    });
    expect(new Set(clusters).size).toBe(3);
    const texts = clusters.map((_, row) => `the ${['cat', 'bank', 'rain'][row % 3]}`);
    expect(nameClusters(texts, clusters)).toEqual(clusters.slice(0, 3).map((_, c) => ['cat', 'bank', 'rain'][clusters.indexOf(c) % 3]));
  });

  it('finds rows that are nearly the same', () => {
    const data = embeddings.data.slice();
    for (let i = 0; i < 8; i++) data[8 * 50 + i] = 2 * data[8 * 7 + i];
    expect(nearDuplicates({ data, shape: [60, 8] }, { atLeast: 0.99999 })).toMatchObject([{ a: 7, b: 50 }]);
    expect(data[8 * 50]).toBe(2 * data[8 * 7]);
  });

  it('refuses what it cannot do, in words', () => {
    expect(() => mapEmbeddings({ data: new Float32Array(8), shape: [1, 8] })).toThrow('at least 5 embeddings; there are 1');
    expect(() => clusterEmbeddings(embeddings, 61)).toThrow('from 1 to 60, not 61');
    expect(() => nameClusters(['a'], [])).toThrow('Every text needs');
    expect(() => nearDuplicates({ data: new Float32Array(8), shape: [8] })).toThrow('[rows, size]');
  });
});
