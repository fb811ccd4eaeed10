/** A storage that is full at any of its writes. */
import { expect, it } from 'vitest';
import { readText, writeFile } from '../model/fileCache';
import { memoryCache } from './memoryCache';
import { ownCache } from './ownCache';

const bytes = (count: number) => new Uint8Array(count).fill(7);

function start(capacity: number, caches: number) {
  const cache = memoryCache(capacity);
  const log: string[] = [];
  const own = ownCache(cache, {
    what: 'the model',
    onWrite: () => log.push('first write'),
    reclaimable: async () => (await cache.stat('features'))?.bytes ?? 0,
    makeRoom: async () => {
      log.push('room is made');
      const had = (await cache.stat('features')) !== undefined;
      await cache.remove('features');
      return had;
    },
  });
  return { cache, own, log, fill: () => writeFile(cache.folder('features'), 'f', bytes(caches)) };
}

it('room is made of what can be computed again, and what was written is whole', async () => {
  const { own, log, fill } = start(100, 60);
  await fill();
  expect(await own.freeBytes()).toBe(100);
  const file = await own.folder('a').append('x', { truncate: true });
  for (const part of [20, 20, 30]) await file.write(bytes(part));
  await file.close();
  expect(await own.folder('a').read('x')).toEqual(bytes(70));
  expect(log).toEqual(['first write', 'room is made']);
});

it('where none can be made, the error says what had none, and how much is free', async () => {
  const { own, fill } = start(1_500_000, 0);
  await fill();
  await writeFile(own.folder('a'), 'kept', new TextEncoder().encode('kept'));
  await expect(writeFile(own.folder('a'), 'x', bytes(2_000_000))).rejects.toMatchObject({
    code: 'storage-full',
    message: expect.stringMatching(
      /^There is no room left for the model\. The browser lets this site store 1\.5 MB more\. Remove stored models/,
    ),
  });
  expect(await readText(own.folder('a'), 'kept')).toBe('kept');
});

it('other errors stay what they are', async () => {
  const broken = { ...memoryCache(), folder: () => ({ append: () => Promise.reject(new Error('broken')) }) as never };
  const own = ownCache(broken, { what: 'the model', onWrite: () => {}, makeRoom: async () => true, reclaimable: async () => 0 });
  await expect(own.folder('a').append('x', { truncate: true })).rejects.toThrow('broken');
});
