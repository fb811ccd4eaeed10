import { expect, it } from 'vitest';
import { compare } from './comparison';

const rows = (...values: number[][]) => Float32Array.from(values.flat());

it('cosines of one class, of two and of any, and the pair that changed most', () => {
  const sentences = [
    { text: 'a', label: 'x' },
    { text: 'b', label: 'x' },
    { text: 'c', label: 'y' },
  ];
  const before = rows([1, 0, 0], [0, 2, 0], [0, 0, 3]);
  // The first two have become alike, whatever their lengths; the third stays apart.
  const after = rows([1, 0, 0], [5, 0, 0], [0, 0, 3]);
  const { similarity, pairs, sentences: points } = compare(sentences, before, after, 3) ?? {};
  expect(similarity?.within).toEqual([0, 1]);
  expect(similarity?.between).toEqual([0, 0]);
  expect(similarity?.any?.[1]).toBeCloseTo(1 / 3, 6);
  expect(pairs?.[0]).toEqual({ first: 'a', second: 'b', before: 0, after: 1 });
  const moved = points?.map((point) => Math.hypot(point.before[0] - point.after[0], point.before[1] - point.after[1])) ?? [];
  expect(moved[1]).toBeGreaterThan(0.5);
  expect(moved[0]).toBeCloseTo(0, 6);
  expect(
    Math.hypot((points?.[0].after[0] ?? 0) - (points?.[1].after[0] ?? 0), (points?.[0].after[1] ?? 0) - (points?.[1].after[1] ?? 0)),
  ).toBeCloseTo(0, 6);
});

it('sentences without classes are compared all the same; two are too few for a map', () => {
  const texts = ['a', 'b', 'c'].map((text) => ({ text }));
  expect(Object.keys(compare(texts, rows([1, 0], [0, 1], [1, 1]), rows([1, 0], [0, 1], [1, 1]), 2)?.similarity ?? {})).toEqual(['any']);
  expect(compare(texts.slice(0, 2), rows([1, 0], [0, 1]), rows([1, 0], [0, 1]), 2)).toBeUndefined();
});
