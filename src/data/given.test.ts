import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowKeys, withGiven } from './given';
import { readDataset } from './readDataset';

const csv = (text: string) => readDataset([{ name: 'a.csv', text }], { validationShare: 0.5 });
const keyOf = (dataset: ReturnType<typeof csv>, text: string) => {
  const keys = rowKeys(dataset);
  for (const split of ['train', 'validation', 'test'] as const) {
    const at = dataset[split].findIndex((row) => row.text === text);
    if (at >= 0) return keys[split][at];
  }
  throw new Error(text);
};
const labelled = (dataset: ReturnType<typeof csv>, column: string) =>
  Object.fromEntries([...dataset.train, ...dataset.validation].map(({ text, labels }) => [text, labels[column]]));

it('adds columns, changes labels, and takes them away', () => {
  const before = csv('text,topic\nfirst row,a\nsecond row,b\nthird row,\n');
  const after = withGiven(before, {
    columns: [{ name: '__proto__', values: 'spans' }],
    rows: [
      [keyOf(before, 'first row'), [['topic', null]]],
      [
        keyOf(before, 'third row'),
        [
          ['topic', 'c'],
          ['__proto__', [{ start: 0, end: 5, label: 'ORDINAL' }]],
        ],
      ],
    ],
  });
  expect(labelled(after, 'topic')).toEqual({ 'first row': undefined, 'second row': 'b', 'third row': 'c' });
  expect(after.columns).toEqual([
    { name: 'topic', values: 'names', count: 2, distinct: 2, pairs: false },
    { name: '__proto__', values: 'spans', count: 1, distinct: 1, pairs: false },
  ]);
  expect(labelled(before, 'topic')).toEqual({ 'first row': 'a', 'second row': 'b', 'third row': undefined });
});

it('lays no label over a column that holds something else', () => {
  const before = csv('text,score\nfirst row,1.5\nsecond row,2.5\nthird row,4.5\n');
  const after = withGiven(before, {
    columns: [{ name: 'score', values: 'names' }],
    rows: [
      [keyOf(before, 'first row'), [['score', 'high']]],
      [keyOf(before, 'second row'), [['score', Number.NaN]]],
    ],
  });
  expect(labelled(after, 'score')).toEqual({ 'first row': 1.5, 'second row': 2.5, 'third row': 4.5 });
  expect(after.columns).toEqual(before.columns);
});

it('changes numbers, and takes them away', () => {
  const before = csv('text,score\nfirst row,1.5\nsecond row,2.5\nthird row,4.5\n');
  const after = withGiven(before, {
    columns: [],
    rows: [
      [keyOf(before, 'first row'), [['score', 3]]],
      [keyOf(before, 'second row'), [['score', null]]],
    ],
  });
  expect(labelled(after, 'score')).toEqual({ 'first row': 3, 'second row': undefined, 'third row': 4.5 });
  expect(after.columns).toEqual([{ name: 'score', values: 'numbers', count: 2, distinct: 2, pairs: false }]);
});

it('finds a row again whatever its order and split, and tells equal ones apart', () => {
  const one = csv('text\nx\ny\nx\nz\n');
  const keys = Object.values(rowKeys(one)).flat();
  expect(new Set(keys).size).toBe(4);
  const other = readDataset([{ name: 'b.csv', text: 'text\nz\ny\nx\n' }], { validationShare: 0 });
  for (const text of ['x', 'y', 'z']) expect(keyOf(other, text)).toBe(keyOf(one, text));
});

it('gives different texts different keys', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 12, unit: 'grapheme' }), { minLength: 2, maxLength: 300 }), (texts) => {
      const rows = texts.map((text) => ({ text, labels: {} }));
      const keys = rowKeys({ name: '', train: rows, validation: [], test: [], columns: [], problems: [] });
      expect(new Set(keys.train).size).toBe(texts.length);
    }),
    { numRuns: 50 },
  );
});

it('tells a text from a pair', () => {
  const rows = [
    { text: 'a', other: 'b', labels: {} },
    { text: 'ab', labels: {} },
    { text: 'a', labels: {} },
  ];
  expect(new Set(rowKeys({ name: '', train: rows, validation: [], test: [], columns: [], problems: [] }).train).size).toBe(3);
});
