/** Weights that are damaged in storage, or were never numbers: errors that name the file, before anything is computed. */
import { describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { tinyBert } from '../testing/tinyBert';
import { writeFile } from './fileCache';
import { openModel } from './model';
import { parseSafetensorsHeader } from './safetensors';
import { addCachedModel, modelFolder, openCachedModel } from './storedModels';

const WEIGHTS = 'model.safetensors';
const TENSOR = 'encoder.layer.1.output.dense.weight';
const encoded = (value: string | Uint8Array<ArrayBuffer>) => (typeof value === 'string' ? new TextEncoder().encode(value) : value);

/** @param type of the weights @param before changes them before they are stored, given the place of a tensor @param after damages them there */
async function open(type: 'F32' | 'F16', before: (bytes: Uint8Array, at: number) => void, after: (bytes: Uint8Array) => void = () => {}) {
  const cache = memoryCache();
  await addCachedModel(cache, 'org/tiny', async (folder) => {
    for (const [path, value] of tinyBert(type)) {
      const bytes = encoded(value);
      if (path === WEIGHTS) before(bytes, parseSafetensorsHeader(bytes, bytes.length, path).get(TENSOR)?.offset ?? 0);
      await writeFile(folder, path, bytes);
    }
    return { weights: [WEIGHTS] };
  });
  const folder = modelFolder(cache, 'org/tiny');
  const damaged = (await folder.read(WEIGHTS))?.slice() ?? new Uint8Array();
  after(damaged);
  await writeFile(folder, WEIGHTS, damaged);
  const files = await openCachedModel(cache, 'org/tiny', 'Open it again.');
  if (!files) throw new Error('not stored');
  return openModel(files);
}

const untouched = () => {};

it('a file that is damaged on its way into storage is refused, small ones as well', async () => {
  for (const damaged of [WEIGHTS, 'tokenizer.json']) {
    const cache = memoryCache();
    const folder = cache.folder.bind(cache);
    cache.folder = (name) => {
      const target = folder(name);
      const append: typeof target.append = async (path, options) => {
        const file = await target.append(path, options);
        const spoil = (chunk: Uint8Array<ArrayBuffer>) => chunk.map((byte, i) => (i === chunk.length >> 1 ? byte ^ 1 : byte));
        return path === damaged ? { ...file, write: (chunk) => file.write(spoil(chunk)) } : file;
      };
      return { ...target, append };
    };
    await addCachedModel(cache, 'org/tiny', async (target) => {
      for (const [path, value] of tinyBert()) await writeFile(target, path, encoded(value));
      return { weights: [WEIGHTS] };
    });
    const files = await openCachedModel(cache, 'org/tiny', 'Open it again.');
    await expect(files?.read(damaged)).rejects.toThrow(`${damaged} of org/tiny is damaged`);
    await expect(files?.read('config.json')).resolves.toBeDefined();
  }
});

describe('weights in storage', () => {
  it('as they were stored are opened', async () => {
    expect((await open('F32', untouched)).weights.has(TENSOR)).toBe(true);
  });

  it.each([
    ['a flipped bit', (bytes: Uint8Array) => bytes.set([bytes[bytes.length - 3] ^ 4], bytes.length - 3)],
    ['a tail of zeros', (bytes: Uint8Array) => bytes.fill(0, bytes.length - 4096)],
    ['another tensor in its place', (bytes: Uint8Array) => bytes.copyWithin(bytes.length - 512, bytes.length - 1024, bytes.length - 512)],
  ])('with %s are refused, by the name of their file', async (_, damage) => {
    await expect(open('F32', untouched, damage)).rejects.toThrow(
      'model.safetensors of org/tiny is damaged: its SHA-256 checksum does not match the one it was stored with.',
    );
  });
});

describe.each(['F32', 'F16'] as const)('%s weights', (type) => {
  it.each([
    ['NaN', [0, 0, 0xc0, 0x7f], [0, 0x7e]],
    ['infinite', [0, 0, 0x80, 0xff], [0, 0xfc]],
  ])('of which one is %s are refused, by the names of file and tensor', async (_, single, half) => {
    const put = (bytes: Uint8Array, at: number) => bytes.set(type === 'F32' ? single : half, at + 8);
    await expect(open(type, put)).rejects.toThrow(
      `model.safetensors of org/tiny is not usable: "${TENSOR}" holds values that are not numbers`,
    );
  });
});
