import { expect, it } from 'vitest';
import type { Example } from '../../data/dataset';
import { drawnUnlabelled } from './unlabelled';

const texts = (count: number, length: number) => Array.from({ length: count }, () => ({ text: 'x'.repeat(length), labels: {} }));

it('all texts without a label are taken where they are read in a minute or two, in their order', () => {
  const rows = texts(50, 20).map((row, i) => ({ ...row, labels: (i % 5 === 0 ? { topic: 'a' } : {}) as Example['labels'] }));
  const places = drawnUnlabelled(rows, ({ labels }) => !('topic' in labels), 1);
  expect(places).toEqual(rows.flatMap((_, i) => (i % 5 === 0 ? [] : [i])));
});

it.each([
  ['many', 30_000, 5, 10_000],
  ['long', 2000, 1000, 500],
  ['too long', 3, 600_000, 0],
])('of %s texts the seed draws as many as that, always the same', (_, count, length, taken) => {
  const rows = texts(count, length);
  const places = drawnUnlabelled(rows, () => true, 1);
  expect(new Set(places).size).toBe(taken);
  expect(drawnUnlabelled(rows, () => true, 1)).toEqual(places);
  if (taken > 0) expect(drawnUnlabelled(rows, () => true, 2)).not.toEqual(places);
});
