import { unzipSync } from 'fflate';
import { expect, it, vi } from 'vitest';
import type { LargeFile } from './target';
import { textFile } from './textFile';
import { zipFiles } from './zip';

const large = (size: number, parts: number[][]): LargeFile => ({
  path: 'model.safetensors',
  size,
  async *parts() {
    for (const part of parts) yield Uint8Array.from(part);
  },
});

it('holds files in their order, large ones in parts, and says how far it is', async () => {
  const told: [number, number][] = [];
  const files = [textFile('a/b.txt', 'naïve'), large(3, [[1, 2], [3]])];
  const zip = await zipFiles(files, { onProgress: (done, total) => told.push([done, total]) });
  const found = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(found)).toEqual(['a/b.txt', 'model.safetensors']);
  expect(new TextDecoder().decode(found['a/b.txt'])).toBe('naïve');
  expect([...found['model.safetensors']]).toEqual([1, 2, 3]);
  expect(told).toEqual([
    [6, 9],
    [8, 9],
    [9, 9],
  ]);
});

it('more than a zip can hold is refused before anything is written', async () => {
  const file = { ...large(5e9, []), parts: () => expect.fail('it was read') };
  await expect(zipFiles([file])).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(/5\.0 GB, and a zip holds 4/) });
});

it('a stop ends it between two parts', async () => {
  const controller = new AbortController();
  const stop = zipFiles([large(3, [[1], [2], [3]])], { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(stop).rejects.toMatchObject({ code: 'aborted' });
});

it('a browser that had no room for the file says so, and nothing is saved that cannot be read', async () => {
  const broken = vi.spyOn(Blob.prototype, 'slice').mockImplementation(() => {
    const part = new Blob();
    part.arrayBuffer = () => Promise.reject(new DOMException('The requested file could not be read', 'NotReadableError'));
    return part;
  });
  const saved = zipFiles([textFile('a.txt', 'x')]);
  await expect(saved).rejects.toMatchObject({ code: 'storage-full', message: expect.stringMatching(/no room for this file of 1 MB/) });
  broken.mockRestore();
});
