/** Two files of the same texts, in other orders and with other columns, against what was written into them. */
import { expect, it } from 'vitest';
import { readDataset } from '../data/readDataset';
import { compareLabels } from './compareLabels';

type Line = { text: string; [column: string]: unknown };
const read = (name: string, lines: Line[]) =>
  readDataset([{ name, text: lines.map((line) => JSON.stringify(line)).join('\n') }], { format: 'jsonl', validationShare: 0 });

const TEXTS = ['Ada lives in Oslo', 'Goal!', 'Goal!', 'Shares fell', 'Rain in Lima', 'only mine'];
const span = (text: string, word: string, label: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length, label });
const mine = read(
  'mine.jsonl',
  TEXTS.map((text, i) => ({
    text,
    topic: ['life', 'sport', 'sport', 'money', 'life', 'life'][i],
    spans: [span('Ada lives in Oslo', 'Ada', 'PER')].slice(i),
  })),
);
const theirs = read('theirs.jsonl', [
  { text: 'only theirs', label: 'life', spans: [] },
  { text: 'Rain in Lima', label: 'weather', spans: [span('Rain in Lima', 'Lima', 'LOC')] },
  { text: 'Shares fell', label: 'money', spans: [] },
  { text: 'Goal!', label: 'sport', spans: [] },
  { text: 'Goal!', label: 'life', spans: [] },
  { text: 'Ada lives in Oslo', label: 'life', spans: [span('Ada lives in Oslo', 'Ada', 'PER')] },
]);

it('matches rows by text, the second of two equal ones with the second, and lists what differs', () => {
  const { columns, left, ...rows } = compareLabels(mine, theirs);
  expect(rows).toEqual({ rows: 5, onlyMine: 1, onlyTheirs: 1 });
  expect(left).toEqual({ mine: [], theirs: [] });
  const [topic, spans] = ['topic', 'spans'].map((name) => columns.find(({ column }) => column === name));
  expect(topic).toMatchObject({ theirs: 'label', values: 'names', rows: 5, same: 3 });
  expect(topic?.disagreements.map(({ index, text, mine: own, theirs: other }) => [index, text, own, other])).toEqual([
    [2, 'Goal!', 'sport', 'life'],
    [4, 'Rain in Lima', 'life', 'weather'],
  ]);
  // 3 of 5 the same; by chance (life 2·2 + sport 2·1 + money 1·1) / 25.
  expect(topic?.kappa).toBeCloseTo((3 / 5 - 7 / 25) / (1 - 7 / 25), 12);
  expect(spans).toMatchObject({ rows: 5, same: 4, f1: expect.closeTo((2 * 1) / (1 + 2), 12) });
});

it('columns are paired as a person says, and what cannot be is refused in words', () => {
  const two = read(
    'two.jsonl',
    TEXTS.map((text, i) => ({ text, first: i % 2 ? 'a' : 'b', second: i % 3 ? 'a' : 'b' })),
  );
  const free = compareLabels(mine, two);
  expect(free.columns).toEqual([]);
  expect(free.left.theirs.map(({ column }) => column)).toEqual(['first', 'second']);
  const { columns, left } = compareLabels(mine, two, { topic: 'second' });
  expect(columns.map(({ column, theirs: other }) => [column, other])).toEqual([['topic', 'second']]);
  expect(left.mine.map(({ column }) => column)).toEqual(['spans']);
  expect(() => compareLabels(mine, two, { topic: 'third' })).toThrow(/no column of labels called "third" \(there are: first, second\)/);
  expect(() => compareLabels(mine, two, { spans: 'first' })).toThrow(/spans holds stretches of the text and first one name per row/);
  const others = read('others.jsonl', [
    { text: 'x', label: 'a' },
    { text: 'y', label: 'b' },
  ]);
  expect(() => compareLabels(mine, others)).toThrow(/None of the 6 texts of mine.jsonl is in others.jsonl/);
});
