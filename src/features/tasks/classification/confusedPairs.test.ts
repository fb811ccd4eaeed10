import { expect, it } from 'vitest';
import { mostConfused } from './confusedPairs';

it('finds the most frequent confusions, and leaves out what was right and what never was', () => {
  const confusion = [
    [9, 1, 0],
    [3, 8, 2],
    [0, 0, 7],
  ];
  expect(mostConfused(confusion, 2)).toEqual([
    { actual: 1, predicted: 0, value: 3 },
    { actual: 1, predicted: 2, value: 2 },
  ]);
  expect(mostConfused(confusion, 9)).toHaveLength(3);
});

it('takes 5,000 classes', () => {
  const classes = 5000;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < classes; i++) confusion[i][(i + 1) % classes] = i;
  expect(mostConfused(confusion, 2)).toEqual([
    { actual: 4999, predicted: 0, value: 4999 },
    { actual: 4998, predicted: 4999, value: 4998 },
  ]);
});
