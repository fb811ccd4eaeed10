/** A file that has no other copy is there as it was written, or nobody is told that it is. */
import { describe, expect, it } from 'vitest';
import { type FileFault, faultyCache } from '../testing/faultyCache';
import { type CacheFolder, writeProven } from './fileCache';

const PARTS = [Uint8Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
const WHOLE = PARTS.flatMap(({ buffer }) => [...new Uint8Array(buffer)]);
const write = (folder: CacheFolder) => writeProven(folder, 'f', () => PARTS);

async function written(operation: number, how: FileFault) {
  const disk = new Map();
  const failed = await write(faultyCache(disk, { operation, how }).folder('a')).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { failed, bytes: [...((await faultyCache(disk).folder('a').read('f')) ?? [])] };
}

/** Opening, two parts, closing; reading both, and the size. */
const OPERATIONS = 7;

describe('a file that is proven', () => {
  it.each(Array.from({ length: OPERATIONS }, (_, i) => i + 1))('is written once more where operation %d goes wrong', async (operation) => {
    for (const how of ['refuse', 'half', 'flip'] as const) {
      expect(await written(operation, how), how).toEqual({ failed: undefined, bytes: WHOLE });
    }
  });

  it('takes no more operations than these', async () => {
    const cache = faultyCache(new Map());
    await write(cache.folder('a'));
    expect(cache.operations).toBe(OPERATIONS);
  });

  it('is not tried again where there is no room', async () => {
    const cache = faultyCache(new Map(), { operation: 2, how: 'full' });
    await expect(write(cache.folder('a'))).rejects.toMatchObject({ code: 'storage-full' });
    expect(cache.operations).toBe(3);
  });

  it('that a disk never gives back as it was is an error in words', async () => {
    const folder = faultyCache(new Map()).folder('a');
    const damaged: CacheFolder = { ...folder, slice: async (...range) => (await folder.slice(...range))?.map((byte) => byte ^ 1) };
    await expect(write(damaged)).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringMatching(/^The browser gave back/),
    });
  });
});
