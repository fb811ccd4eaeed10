import { expect, test } from 'vitest';
import type { LabelColumn } from '../../data/labelColumns';
import { fitInWords } from './fitInWords';
import { columnInWords } from './taskWords';

const column = (name: string, values: LabelColumn['values']) => ({
  name,
  values,
  count: 1,
  distinct: 1,
  pairs: false,
  kinds: [],
  task: name,
});

test('what a model loses is said of the parts that a column holds', () => {
  const fit = {
    rows: 424,
    truncated: 12,
    tasks: {
      topic: { parts: 424, lost: 0, examples: [] },
      places: { parts: 1837, lost: 1002, examples: ['東京都', '大阪'] },
    },
  };
  const columns = [column('topic', 'names'), column('places', 'spans')];
  expect(fitInWords(fit, { columns })).toEqual([
    '1,002 of 1,837 entities cannot be marked exactly by this model, for example “東京都”.',
    '12 of 424 texts are longer than this model reads; they are cut unless sliding windows are chosen in Train.',
  ]);
});

test('one is one, and tasks are named where several lose something', () => {
  const lost = { parts: 1, lost: 1, examples: [] };
  const columns = [column('places', 'spans'), column('answers', 'answers')];
  expect(fitInWords({ rows: 9, truncated: 1, tasks: { places: lost, answers: lost } }, { columns })).toEqual([
    'places: 1 of 1 entity cannot be marked exactly by this model.',
    'answers: 1 of 1 answer cannot be marked exactly by this model.',
    '1 of 9 texts is longer than this model reads; it is cut unless sliding windows are chosen in Train.',
  ]);
});

test('sliding windows are not named to questions that are too long', () => {
  expect(fitInWords({ rows: 9, truncated: 3, cutQuestions: 2, tasks: {} }, { columns: [] })).toEqual([
    '1 of 9 texts is longer than this model reads; it is cut unless sliding windows are chosen in Train.',
    '2 of 9 questions take more than half of what this model reads, and are cut, also in sliding windows: shorten them.',
  ]);
});

test('columns in words', () => {
  expect(columnInWords({ ...column('topic', 'names'), distinct: 4, count: 1424 })).toBe('names: 4 different in 1,424 rows');
  expect(columnInWords(column('places', 'spans'))).toBe('marked stretches: 1 type in 1 row');
});
