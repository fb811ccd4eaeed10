/** Repeated rows and outliers that were planted, and distances against plain loops. */
import { expect, it } from 'vitest';
import type { Example } from '../data/dataset';
import { Random } from '../random';
import { distancesFromAll, distancesFromClass, farthest } from './outliers';
import { repeatedRows } from './repeatedRows';

const pause = async () => undefined;

it('finds the same text with another label, and texts that differ in case, digits and marks', () => {
  const example = (text: string, topic?: string): Example => ({ text, labels: topic === undefined ? {} : { topic } });
  const rows = [
    example('the first goal counts', 'sport'),
    example('another one of these', 'x'),
    example('the first goal counts', 'money'),
    example('The FIRST goal counts!', 'sport'),
    example('another one of these', 'x'),
    example('no label on this one'),
    example('no label on this one', 'x'),
    example('go', 'x'),
    example('Go', 'x'),
  ];
  // Two words and fewer are too little to be near copies.
  expect(repeatedRows(rows)).toEqual({ conflicts: [0, 2], copies: [0, 2, 3, 1, 4, 5, 6] });
});

it('lists and spans in another order are no conflict', () => {
  const [a, b] = [
    { start: 0, end: 1, label: 'X' },
    { start: 2, end: 3, label: 'Y' },
  ];
  const rows: Example[] = [
    { text: 'a b c d', labels: { spans: [a, b], tags: ['p', 'q'] } },
    { text: 'a b c d', labels: { spans: [b, a], tags: ['q', 'p'] } },
  ];
  expect(repeatedRows(rows).conflicts).toEqual([]);
});

const random = new Random(3);
const WIDTH = 6;
const rowsOf = (list: number[][]) => ({ data: Float32Array.from(list.flat()), width: WIDTH });
const around = (centre: number[]) => centre.map((value) => value + 0.2 * (random.next() - 0.5));
const [NORTH, EAST] = [
  [1, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0],
];
const cosine = (a: number[], b: number[]) => {
  const inner = (p: number[], q: number[]) => p.reduce((sum, value, j) => sum + value * q[j], 0);
  return inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b));
};

it('distances from all are those of a plain loop, and what was planted far away is farthest', async () => {
  const list = Array.from({ length: 60 }, (_, i) => around(i % 2 ? NORTH : EAST));
  list[17] = [0, 0, 0, 1, 0, 0];
  const distances = await distancesFromAll(rowsOf(list), 0, pause);
  for (const [row, own] of list.entries()) {
    const others = list.flatMap((other, i) => (i === row ? [] : [cosine(own, other)])).sort((a, b) => b - a);
    expect(distances[row]).toBeCloseTo(1 - others.slice(0, 5).reduce((a, b) => a + b) / 5, 5);
  }
  expect(farthest(distances)[0]).toBe(17);
  expect(farthest(distances)).toHaveLength(20);
});

it('distances from a class leave the row itself out', () => {
  const list = Array.from({ length: 40 }, (_, i) => around(i % 2 ? NORTH : EAST));
  const classes: (string | undefined)[] = list.map((_, i) => (i % 2 ? 'north' : 'east'));
  classes[8] = 'north';
  classes[3] = undefined;
  classes[5] = 'alone';
  const distances = distancesFromClass(rowsOf(list), classes);
  expect([distances[3], distances[5]]).toEqual([Number.NaN, Number.NaN]);
  expect(farthest(distances)[0]).toBe(8);
  const others = list.filter((_, i) => classes[i] === 'north' && i !== 8).map((row) => row.map((value) => value / Math.hypot(...row)));
  const mean = NORTH.map((_, j) => others.reduce((sum, row) => sum + row[j], 0));
  expect(distances[8]).toBeCloseTo(1 - cosine(list[8], mean), 5);
});
