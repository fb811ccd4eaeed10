import { expect, it } from 'vitest';
import { nestedOrder, sizesOf } from './subsets';

const CLASSES = Array.from({ length: 80 }, (_, i) => (i % 8 === 0 ? 'rare' : i % 2 ? 'odd' : undefined));

it('every beginning has its share of each class, and every row comes once', () => {
  for (const seed of [1, 2, 3]) {
    const order = nestedOrder(CLASSES, seed);
    expect([...order].sort((a, b) => a - b)).toEqual(CLASSES.map((_, i) => i));
    for (const name of new Set(CLASSES)) {
      const share = CLASSES.filter((one) => one === name).length / CLASSES.length;
      for (const size of [10, 20, 40]) {
        const taken = order.slice(0, size).filter((row) => CLASSES[row] === name).length;
        expect(Math.abs(taken - share * size), `${name} of ${size}`).toBeLessThanOrEqual(1.5);
      }
    }
  }
});

it('is drawn by the seed', () => {
  expect(nestedOrder(CLASSES, 4)).toEqual(nestedOrder(CLASSES, 4));
  expect(nestedOrder(CLASSES, 4)).not.toEqual(nestedOrder(CLASSES, 5));
});

it('sizes are shares of the rows, each once, and none that says nothing', () => {
  expect(sizesOf(100, [1, 1 / 8, 1 / 4, 1 / 2], 8)).toEqual([13, 25, 50, 100]);
  expect(sizesOf(20, [1 / 8, 1 / 4, 1 / 2, 1], 8)).toEqual([10, 20]);
  expect(sizesOf(4, [1 / 2, 1], 8)).toEqual([4]);
});
