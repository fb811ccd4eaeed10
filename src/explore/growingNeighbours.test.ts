/** Against all distances sorted, whatever comes when. */
import { expect, it } from 'vitest';
import { Random } from '../random';
import { GrowingNeighbours } from './growingNeighbours';
import { nearestNeighbours } from './neighbours';
import { finish, normalise } from './vectors';

const vectors = (count: number, size: number, seed: number) => {
  const random = new Random(seed);
  return normalise({ data: Float32Array.from({ length: count * size }, () => random.next() - 0.5), count, size });
};

it.each([1, 7, 64])('of rows that come %i at a time, in any order, the nearest are those among all', (together) => {
  const all = vectors(200, 12, 5);
  const growing = new GrowingNeighbours(all, 4);
  const order = new Random(2).shuffled(Array.from({ length: all.count }, (_, row) => row));
  for (let at = 0; at < order.length; at += together) growing.add(order.slice(at, at + together));
  expect(growing.count).toBe(200);
  const expected = finish(nearestNeighbours(all, 4));
  for (let row = 0; row < all.count; row++) {
    const { rows, distances } = growing.of(row);
    expect([...rows]).toEqual([...expected.rows.subarray(4 * row, 4 * row + 4)]);
    for (const [i, distance] of distances.entries()) expect(distance).toBeCloseTo(expected.distances[4 * row + i], 5);
  }
});

it('rows that have not come are nobody’s neighbours, and places that nothing fills are infinitely far', () => {
  const all = vectors(30, 6, 3);
  const growing = new GrowingNeighbours(all, 3);
  growing.add([4, 9]);
  expect([growing.has(4), growing.has(5)]).toEqual([true, false]);
  expect([...growing.of(4).distances].map(Number.isFinite)).toEqual([true, false, false]);
  expect(growing.of(4).rows[0]).toBe(9);
  expect([...growing.of(5).distances]).toEqual(Array(3).fill(Number.POSITIVE_INFINITY));
});

it('beyond the most that are compared, rows have neighbours among those alone, and the others keep theirs', () => {
  const all = vectors(60, 6, 8);
  const growing = new GrowingNeighbours(all, 3, 40);
  const come = (from: number, end: number) => growing.add(Array.from({ length: end - from }, (_, i) => from + i));
  come(0, 35);
  come(35, 60);
  expect([growing.count, growing.candidates]).toEqual([60, 40]);
  const first = finish(nearestNeighbours({ ...all, count: 40 }, 3));
  for (let row = 0; row < 40; row++) expect([...growing.of(row).rows]).toEqual([...first.rows.subarray(3 * row, 3 * row + 3)]);
  const others = all.data.slice(40 * all.size);
  const among = growing.among(others);
  for (let row = 40; row < 60; row++) {
    const { rows } = growing.of(row);
    expect(rows.every((other) => other < 40)).toBe(true);
    expect([...rows]).toEqual([...among.rows.subarray(3 * (row - 40), 3 * (row - 39))]);
  }
});
