/** Rankings against brute force. */
import { expect, it } from 'vitest';
import { Random } from '../random';
import { drawnFrom, farthestFirst, lowestFirst, marginOf, surestOfEveryName, withDrawn } from './ranking';

const random = new Random(5);
const unit = (count: number, width: number) => {
  const data = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: width }, () => random.next() - 0.5);
    const length = Math.hypot(...row);
    data.set(
      row.map((value) => value / length),
      i * width,
    );
  }
  return { data, width };
};

it('the margin is that between the two largest', () => {
  for (let n = 2; n < 12; n++) {
    const values = Array.from({ length: n }, () => random.next());
    const sorted = [...values].sort((a, b) => b - a);
    expect(marginOf(values)).toBeCloseTo(sorted[0] - sorted[1], 12);
  }
});

it('the lowest come first, the first of equals first', () => {
  expect(lowestFirst([7, 3, 9, 4], [0.5, 0.1, 0.5, 0.2])).toEqual([3, 4, 7, 9]);
});

it('of every name comes the row that it is likeliest for, and no row twice', () => {
  const rows = [10, 11, 12, 13];
  const probabilities = [0.9, 0.1, 0.0, 0.8, 0.2, 0.0, 0.3, 0.1, 0.6, 0.4, 0.15, 0.45];
  expect(surestOfEveryName(rows, probabilities, 3)).toEqual([10, 11, 12]);
  for (let n = 0; n < 20; n++) {
    const names = 1 + Math.floor(random.next() * 6);
    const count = 1 + Math.floor(random.next() * 8);
    const table = Array.from({ length: count * names }, () => random.next());
    const found = surestOfEveryName(
      Array.from({ length: count }, (_, i) => i),
      table,
      names,
    );
    const left = new Set(Array.from({ length: count }, (_, i) => i));
    for (const [name, row] of found.entries()) {
      const best = Math.max(...[...left].map((i) => table[i * names + name]));
      expect(table[row * names + name]).toBe(best);
      left.delete(row);
    }
    expect(found).toHaveLength(Math.min(count, names));
  }
});

it('each next row is the farthest from all before it', () => {
  const vectors = unit(40, 6);
  const cosine = (a: number, b: number) =>
    Array.from({ length: 6 }, (_, j) => vectors.data[a * 6 + j] * vectors.data[b * 6 + j]).reduce((x, y) => x + y, 0);
  const rows = Array.from({ length: 35 }, (_, i) => i + 5);
  const before = [0, 1, 2];
  const found = farthestFirst(rows, vectors, before, 10);
  expect(new Set(found).size).toBe(10);
  const seen = [...before];
  for (const row of found) {
    const nearest = (candidate: number) => Math.max(...seen.map((other) => cosine(candidate, other)));
    const least = Math.min(...rows.filter((one) => !seen.includes(one)).map(nearest));
    expect(nearest(row)).toBeCloseTo(least, 5);
    seen.push(row);
  }
  expect(farthestFirst([4, 5], vectors, [], 10).sort()).toEqual([4, 5]);
});

it('every tenth label is asked for a row that was drawn, from whichever label the queue begins', () => {
  const candidates = Array.from({ length: 200 }, (_, i) => i);
  const chosen = candidates.slice(0, 60);
  for (const given of [0, 4, 9, 23]) {
    const { rows, drawn } = withDrawn(chosen, candidates, given, new Random(given));
    expect(new Set(rows).size).toBe(rows.length);
    const places = drawn.map((row) => (given + rows.indexOf(row)) % 10);
    expect(places).toEqual(places.map(() => 9));
    const others = rows.filter((row) => !drawn.includes(row));
    expect(others).toEqual(chosen.filter((row) => !drawn.includes(row)));
    expect(drawn.length).toBeGreaterThanOrEqual(6);
  }
});

it('draws every row as often as the others', () => {
  const counts = new Array<number>(8).fill(0);
  for (let seed = 0; seed < 4000; seed++) for (const row of drawnFrom([0, 1, 2, 3, 4, 5, 6, 7], 2, new Random(seed * 7919))) counts[row]++;
  // 1000 each, with a standard deviation of 27.
  for (const times of counts) expect(Math.abs(times - 1000)).toBeLessThan(140);
});
