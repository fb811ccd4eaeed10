/** What is averaged, against the same in float64 with all pairs sorted. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { NEIGHBOURS } from '../../tasks/shared/unlabelled/neighbourhood';
import { RowFeatures } from '../../train/data/rowFeatures';
import { ALONE, Surroundings, shareOfNeighbours } from './surroundings';

const WIDTH = 6;
const random = new Random(11);
const made = (count: number) => Array.from({ length: count }, () => Array.from({ length: WIDTH }, () => random.next() - 0.5));
const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const pause = async () => {};

/** A vector plus the mean of its nearest, each times its cosine, times a share. */
function averaged(row: number[], others: number[][], share: number): number[] {
  const nearest = [...others].sort((a, b) => dot(row, b) - dot(row, a)).slice(0, NEIGHBOURS);
  const mean = row.map((_, j) => nearest.reduce((sum, other) => sum + Math.max(0, dot(row, other)) * other[j], 0) / NEIGHBOURS);
  return unit(row.map((value, j) => value + share * mean[j]));
}

async function features(rows: number[][]) {
  const read = await RowFeatures.open(
    async () => {
      throw new Error('no storage');
    },
    'key',
    { rows: rows.length, width: WIDTH, withStates: false },
    pause,
  );
  const add = (some: number[]) => {
    const pooled = Float32Array.from(some.flatMap((row) => rows[row]));
    return read.add(
      some,
      { pooled, tokens: new Float32Array(), hidden: WIDTH },
      some.map(() => 0),
    );
  };
  return { read, add };
}

const near = (found: Float32Array, expected: number[]) => {
  for (const [j, value] of expected.entries()) expect(found[j]).toBeCloseTo(value, 5);
};

it('each text that was read is averaged with its nearest, whether read in this visit or before', async () => {
  const rows = made(90);
  const units = rows.map(unit);
  const { read, add } = await features(rows);
  await add(Array.from({ length: 50 }, (_, row) => row));
  const surroundings = new Surroundings(read, rows.length);
  await surroundings.catchUp(pause, () => false);
  expect(surroundings.count).toBe(50);
  const later = Array.from({ length: 39 }, (_, i) => 50 + i);
  await add(later);
  surroundings.add(later);
  for (let row = 0; row < 89; row++) {
    const others = units.slice(0, 89).filter((_, i) => i !== row);
    near(surroundings.around(row, { share: 0.7 }), averaged(units[row], others, 0.7));
    near(surroundings.around(row, ALONE), units[row]);
  }
  const names = made(3).map(unit);
  const found = surroundings.aroundOthers(Float32Array.from(names.flat()), { share: 1 });
  for (const [i, name] of names.entries()) near(found.subarray(i * WIDTH), averaged(name, units.slice(0, 89), 1));
});

it('what all texts have in common is taken away, from a hundred on', async () => {
  const rows = made(120).map((row) => row.map((value, j) => value + (j === 0 ? 3 : 0)));
  const units = rows.map(unit);
  const { read, add } = await features(rows);
  const surroundings = new Surroundings(read, rows.length);
  await surroundings.catchUp(pause, () => false);
  const take = async (from: number, end: number) => {
    const some = Array.from({ length: end - from }, (_, i) => from + i);
    await add(some);
    surroundings.add(some);
  };
  await take(0, 99);
  expect(surroundings.sight(10, 2)).toEqual({ share: 0 });
  await take(99, 120);
  const { share, mean = [] } = surroundings.sight(10, 2);
  expect(share).toBe(2);
  const common = units[0].map((_, j) => units.reduce((sum, row) => sum + row[j] / units.length, 0));
  expect(mean).toHaveLength(WIDTH);
  for (const [j, value] of common.entries()) expect(mean[j]).toBeCloseTo(value, 5);
  const without = (row: number[]) => unit(row.map((value, j) => value - common[j]));
  const sight = surroundings.sight(10, 2);
  for (let row = 0; row < 120; row++) {
    const others = units.filter((_, i) => i !== row);
    near(surroundings.around(row, sight), without(averaged(units[row], others, 2)));
  }
  const [name] = made(1).map(unit);
  near(surroundings.aroundOthers(Float32Array.from(name), { ...sight, share: 0 }), without(name));
});

it('until all that was read is compared, nothing counts as compared', async () => {
  const rows = made(300);
  const { read, add } = await features(rows);
  await add(rows.map((_, row) => row).slice(0, 299));
  const surroundings = new Surroundings(read, rows.length);
  let asked = 0;
  await surroundings.catchUp(pause, () => asked++ > 1);
  expect(surroundings.count).toBe(0);
  surroundings.add([0, 298]);
  await surroundings.catchUp(pause, () => false);
  expect(surroundings.count).toBe(299);
});

describe('what neighbours count', () => {
  it.each([
    [99, 10, 2, 0],
    [100, 10, 2, 2],
    [769, 10, 77, 0],
    [770, 0, 77, 2],
    [5000, 120, 6, 1],
    [5000, 80, 6, 1.5],
    [5000, 5000, 6, 0.5],
  ])('with %i texts, %i labels and %i classes: %f', (texts, labels, classes, share) => {
    expect(shareOfNeighbours(texts, labels, classes)).toBeCloseTo(share, 10);
  });
});
