import { expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { writeFile } from './fileCache';
import { OLD_MS, outdated, tidyFeatures } from './tidy';

const DAY_MS = 24 * 3600 * 1000;
const NOW = 100 * DAY_MS;
const used = (name: string, daysAgo: number, bytes: number) => ({ name, bytes, changed: NOW - daysAgo * DAY_MS });

it('what was not used for 30 days goes, whatever room there is', () => {
  expect(outdated([used('a', 31, 1), used('b', 29, 1)], undefined, NOW)).toEqual(['a']);
});

it('beyond a fifth of the room, what was used least recently goes until the rest fits', () => {
  const entries = [used('new', 0, 60), used('old', 20, 50), used('middle', 10, 40)];
  expect(outdated(entries, 750, NOW)).toEqual([]);
  expect(outdated(entries, 749, NOW)).toEqual(['old']);
  expect(outdated(entries, 499, NOW)).toEqual(['old', 'middle']);
});

it('takes the room of a cache for what is free and what it has', async () => {
  const cache = memoryCache(1000);
  for (const name of ['first', 'second', 'third']) {
    await writeFile(cache.folder(name), 'features.bin', new Uint8Array(90));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await tidyFeatures(cache);
  expect(await cache.list()).toEqual(['second', 'third']);
  await tidyFeatures(cache, Date.now() + OLD_MS + 1);
  expect(await cache.list()).toEqual([]);
});
