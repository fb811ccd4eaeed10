import { expect, it } from 'vitest';
import { cellsOf, matrixOf, mostConfused } from './confusion';

const MATRIX = [
  [9, 1, 0],
  [3, 8, 2],
  [0, 0, 7],
];

it('finds the most frequent confusions, and leaves out what was right and what never was', () => {
  const cells = cellsOf({ confusion: MATRIX });
  expect(mostConfused(cells, 2)).toEqual([
    [1, 0, 3],
    [1, 2, 2],
  ]);
  expect(mostConfused(cells, 9)).toHaveLength(3);
});

it('a matrix and its cells are the same, whichever a run has', () => {
  const cells = cellsOf({ confusion: MATRIX });
  expect(matrixOf(cells, 3)).toEqual(MATRIX);
  expect(cellsOf({ cells })).toBe(cells);
});
