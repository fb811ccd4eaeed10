/** A file that has no other copy is there as it was written, or nobody is told that it is. */
import { describe, expect, it } from 'vitest';
import { type FileFault, faultyCache } from '../testing/faultyCache';
import { type CacheFolder, writeParts, writeProven } from './fileCache';

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

/** Opening, writing, closing; reading, and the size. */
const OPERATIONS = 5;

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

it('small parts are written together, and large ones by themselves', async () => {
  const sizes = [5, 7, 1 << 20, 3, (1 << 23) + 2, 1];
  const parts = sizes.map((size, i) => new Uint8Array(size).fill(i + 1));
  const cache = faultyCache(new Map());
  const folder = cache.folder('a');
  const written: number[] = [];
  const watched: CacheFolder = {
    ...folder,
    async append(...opened) {
      const file = await folder.append(...opened);
      const write: typeof file.write = (chunk) => {
        written.push(chunk.length);
        return file.write(chunk);
      };
      return { ...file, write };
    },
  };
  await writeParts(watched, 'f', parts);
  expect(written).toEqual([12, 1 << 20, 3, 1 << 23, 2, 1]);
  expect(Buffer.compare((await folder.read('f')) ?? Buffer.of(), Buffer.concat(parts))).toBe(0);
});
