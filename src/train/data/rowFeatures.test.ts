/** Features of rows that are read one after another, over visits that end anywhere. */
import { expect, it } from 'vitest';
import type { FileCache } from '../../model/fileCache';
import { Random } from '../../random';
import { memoryCache } from '../../storage/memoryCache';
import { RowFeatures } from './rowFeatures';

const ROWS = 600;
const WIDTH = 8;
const random = new Random(3);
const pooledOf = Array.from({ length: ROWS }, () => random.uniform(WIDTH, 2));
/** Half precision holds them. */
const statesOf = Array.from({ length: ROWS }, (_, row) => Float32Array.from({ length: (row % 4) * WIDTH }, (_, i) => (row % 16) + i / 4));

const open = (cache: FileCache, withStates = true) =>
  RowFeatures.open(
    async () => cache,
    'key',
    { rows: ROWS, width: WIDTH, withStates },
    async () => {},
  );
const joined = (parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
const add = (features: RowFeatures, rows: number[]) =>
  features.add(
    rows,
    { pooled: joined(rows.map((row) => pooledOf[row])), tokens: joined(rows.map((row) => statesOf[row])), hidden: WIDTH },
    rows.map((row) => row % 4),
  );

function expectRows(features: RowFeatures, rows: number[]) {
  expect(features.count).toBe(rows.length);
  for (let row = 0; row < ROWS; row++) expect(features.has(row)).toBe(rows.includes(row));
  for (const row of rows) {
    const length = Math.sqrt(pooledOf[row].reduce((sum, value) => sum + value * value, 0));
    for (let j = 0; j < WIDTH; j++) expect(features.units[row * WIDTH + j]).toBeCloseTo(pooledOf[row][j] / length, 5);
    expect(features.statesOf(row)).toEqual(statesOf[row]);
  }
}

it('what was written is there in the next visit, in whatever order it came', async () => {
  const cache = memoryCache();
  const features = await open(cache);
  await add(features, [599, 3, 0]);
  await add(
    features,
    Array.from({ length: 300 }, (_, i) => i + 100),
  );
  await add(features, [7]);
  await features.flush();
  const all = [599, 3, 0, 7, ...Array.from({ length: 300 }, (_, i) => i + 100)];
  expectRows(features, all);
  const again = await open(cache);
  expectRows(again, all);
  await add(again, [8, 9]);
  await again.flush();
  expectRows(await open(cache), [...all, 8, 9]);
});

it('a damaged part is read anew with those behind it', async () => {
  const cache = memoryCache();
  const features = await open(cache);
  for (const rows of [[1, 2], [3], [4, 5]]) {
    await add(features, rows);
    await features.flush();
  }
  const [name] = await cache.list();
  const file = await cache.folder(name).append('1.bin', { truncate: true });
  await file.write(new Uint8Array(20));
  await file.close();
  const found = await open(cache);
  expectRows(found, [1, 2]);
  await add(found, [6]);
  await found.flush();
  expect((await open(cache)).has(6)).toBe(true);
});

it('full or missing storage costs no row', async () => {
  const features = await open(memoryCache(100));
  await add(features, [1, 2]);
  await features.flush();
  expectRows(features, [1, 2]);
  const none = await RowFeatures.open(
    () => Promise.reject(new Error('refused')),
    'key',
    { rows: ROWS, width: WIDTH, withStates: false },
    async () => {},
  );
  await add(none, [5]);
  await none.flush();
  expect(none.has(5)).toBe(true);
  expect(none.statesOf(5)).toBeUndefined();
});
