import { afterEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { emptyLabels } from '../../data/dataset';
import { Encoder } from '../../inference/encoder';
import { CUT, type ReadingOptions } from '../../inference/reading';
import { bundledModel } from '../../model/bundled';
import type { FileCache } from '../../model/fileCache';
import { writeFile } from '../../model/fileCache';
import { openModel } from '../../model/model';
import { memoryCache } from '../../storage/memoryCache';
import type { View } from '../../tasks/kind';
import { nodeHost } from '../../testing/nodeHost';
import { FeatureCache } from './featureCache';
import { FeatureFile } from './featureFile';
import { FeatureTable } from './featureTable';
import { cachedTexts } from './prepare';

const host = nodeHost();
const model = () => openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
const encoder = await Encoder.open(await model(), host, { device: 'wasm' });
const SENTENCES = ['Ada met Alan in London.', 'A second sentence.'];
const asked = (sentences = SENTENCES, view: View = 'text', reading: ReadingOptions = CUT) =>
  cachedTexts(
    encoder,
    sentences.map((text) => ({ text, other: 'Who met whom?', labels: emptyLabels() })),
    view,
    reading,
  );

/** Times that features of these texts were computed; the model itself is known by those of one text more. */
const askedFor = (features: MockInstance<Encoder['features']>) => features.mock.calls.filter(([texts]) => texts.length > 1).length;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('FeatureCache', () => {
  it('the encoder is asked once: in this visit, and in the next', async () => {
    const features = vi.spyOn(encoder, 'features');
    const storage = memoryCache();
    const cache = new FeatureCache(async () => storage);
    const first = await cache.get(encoder, asked(), 'last', {});
    expect(await cache.get(encoder, asked(), 'last', {})).toBe(first);
    expect(askedFor(features)).toBe(1);
    const next = await new FeatureCache(async () => storage).get(encoder, asked(), 'last', {});
    expect(askedFor(features)).toBe(1);
    expect(next.pooled).toEqual(first.pooled);
    expect(next.tokens).toEqual(first.tokens);
    await cache.get(encoder, asked([...SENTENCES, 'more']), 'last', {});
    await cache.get(encoder, asked(), 'all', {});
    expect(askedFor(features)).toBe(3);
  });

  it.each([
    ['in memory', undefined, 'none'],
    ['states in a file', 100, 'last'],
  ] as const)('two layers are pooled where that was asked for, and found in the next visit: %s', async (_, largest, tokens) => {
    const features = vi.spyOn(encoder, 'features');
    const storage = memoryCache();
    const cache = new FeatureCache(async () => storage, largest);
    const one = await cache.get(encoder, asked(), tokens, {});
    expect(one.pooledBefore).toBeUndefined();
    const two = await cache.get(encoder, asked(), tokens, { pooledBefore: true });
    const { pooled, pooledBefore } = await encoder.features(await asked().texts(), 'none', { pooledBefore: true });
    for (const [i, value] of pooled.entries()) expect(Math.abs(value - two.pooled[i])).toBeLessThan(1e-5);
    expect(two.pooledBefore).toEqual(pooledBefore);
    const times = askedFor(features);
    const next = await new FeatureCache(async () => storage, largest).get(encoder, asked(), tokens, { pooledBefore: true });
    expect(askedFor(features)).toBe(times);
    expect([next.pooled, next.pooledBefore]).toEqual([two.pooled, two.pooledBefore]);
    const fresh = new FeatureCache(async () => memoryCache(), largest);
    const both = await fresh.get(encoder, asked(), tokens, { pooledBefore: true });
    const { pooledBefore: _before, ...last } = both;
    expect(await fresh.get(encoder, asked(), tokens, {})).toEqual(last);
    expect(askedFor(features)).toBe(times + 1);
    const rows = [0, 2, 4];
    const read = (found: typeof two) => new FeatureTable([{ view: 'text', tokens, features: found }]);
    expect(await read(next).before('text')?.read([1])).toEqual(pooledBefore?.subarray(384));
    expect(read(one).before('text')).toBeUndefined();
    if (tokens === 'last')
      expect(await read(next).rows('text', 'last').read(rows)).toEqual(await read(two).rows('text', 'last').read(rows));
  });

  it('what is damaged in storage is computed anew', async () => {
    const features = vi.spyOn(encoder, 'features');
    const storage = memoryCache();
    const first = await new FeatureCache(async () => storage).get(encoder, asked(), 'last', {});
    const [name] = await storage.list();
    const bytes = (await storage.folder(name).read('features.bin'))?.slice() ?? new Uint8Array();
    bytes[bytes.length >> 1] ^= 16;
    await writeFile(storage.folder(name), 'features.bin', bytes);
    const next = await new FeatureCache(async () => storage).get(encoder, asked(), 'last', {});
    expect(askedFor(features)).toBe(2);
    expect(next).toEqual(first);
  });

  it('what is read otherwise is another thing: a second text, both together, windows', async () => {
    const features = vi.spyOn(encoder, 'features');
    const cache = new FeatureCache(async () => memoryCache());
    const ways = [
      asked(),
      asked(SENTENCES, 'other'),
      asked(SENTENCES, 'joint'),
      asked(SENTENCES, 'text', { longTexts: 'windows', stride: 64 }),
    ];
    for (const way of ways) await cache.get(encoder, way, 'none', {});
    expect(askedFor(features)).toBe(4);
    expect(new Set(ways.map(({ key }) => key)).size).toBe(4);
  });

  it('what one device computed is not read on another, nor of other weights, nor where the device was not verified', async () => {
    const cache = new FeatureCache(async () => memoryCache());
    const like = (changes: Partial<Pick<Encoder, 'device' | 'model'>>): Encoder =>
      Object.create(encoder, Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { value }])));
    const { device, model: opened } = encoder;
    const others = [
      encoder,
      like({ device: { ...device, device: 'webgpu', adapter: 'one' } }),
      like({ device: { ...device, device: 'webgpu', adapter: 'another' } }),
      like({ device: { ...device, verified: false } }),
      like({ model: { ...opened, weightsHash: 'of others' } }),
    ];
    const found = await Promise.all(others.map((one) => cache.get(one, asked(), 'none', {})));
    expect(new Set(found).size).toBe(others.length);
    expect(await Promise.all(others.slice(1).map((one) => cache.get(one, asked(), 'none', {})))).toEqual(found.slice(1));
  });

  it('values that came from two devices, as one was lost, are not kept', async () => {
    const cache = new FeatureCache(async () => memoryCache());
    let device: Encoder['device'] = { ...encoder.device, device: 'webgpu', adapter: 'one' };
    const moving: Encoder = Object.create(encoder, { device: { get: () => device } });
    const features = vi.spyOn(moving, 'features').mockImplementation(async (...asked) => {
      device = encoder.device;
      return encoder.features(...asked);
    });
    await cache.get(moving, asked(), 'none', {});
    await cache.get(moving, asked(), 'none', {});
    expect(features).toHaveBeenCalledTimes(2);
  });

  it('token states are packed, without special tokens: the mean of all tokens is the pooled vector, the last of all layers the last', async () => {
    const texts = await asked().texts();
    const { pooled, tokens, hidden } = await encoder.features(texts, 'last');
    const all = await encoder.features(texts, 'all');
    const pieces = SENTENCES.map((text) => encoder.tokenizer.encode(text).pieces.length);
    expect(tokens).toHaveLength((pieces[0] + pieces[1]) * hidden);
    expect(all.tokenWidth).toBe(7 * hidden);
    for (let row = 0; row < pieces[0] + pieces[1]; row++) {
      const last = all.tokens.subarray((7 * row + 6) * hidden, 7 * (row + 1) * hidden);
      for (let h = 0; h < hidden; h++) expect(Math.abs(last[h] - tokens[row * hidden + h])).toBeLessThan(1e-5);
    }
    for (const [i, value] of all.pooled.entries()) expect(Math.abs(value - pooled[i])).toBeLessThan(1e-5);
    // The states of every token, special ones included, in the middle of which the pieces' lie.
    const whole = await encoder.statesAt(texts, 6);
    for (const [i, count] of pieces.entries()) {
      const from = i === 0 ? 0 : pieces[0] + 2;
      for (let h = 0; h < hidden; h++) {
        let sum = 0;
        for (let t = 0; t < count + 2; t++) sum += whole[(from + t) * hidden + h];
        expect(Math.abs(sum / (count + 2) - pooled[i * hidden + h])).toBeLessThan(1e-5);
        const first = tokens[(i === 0 ? 0 : pieces[0]) * hidden + h];
        expect(Math.abs(whole[(from + 1) * hidden + h] - first)).toBeLessThan(1e-5);
      }
    }
  });

  it('storage that is refused or too small costs nothing but the next visit', async () => {
    const refused = new FeatureCache(async () => {
      throw new Error('refused');
    });
    expect((await refused.get(encoder, asked(), 'none', {})).pooled).toHaveLength(2 * 384);
    const small = memoryCache(100);
    expect((await new FeatureCache(async () => small).get(encoder, asked(), 'none', {})).pooled).toHaveLength(2 * 384);
    expect(await small.list()).toEqual([]);
  });

  describe('more than fits into memory', () => {
    /** Sentences of many pieces, and a limit that their states do not keep to. */
    const many = Array.from({ length: 40 }, (_, i) => `${SENTENCES[i % 2]} Number ${i} of a few more.`);
    const large = (storage: FileCache) => new FeatureCache(async () => storage, 1000);

    it('is in a file in half precision: each row that is asked for comes as it was, to eleven bits', async () => {
      const whole = await encoder.features(await asked(many).texts(), 'all');
      const found = await large(memoryCache()).get(encoder, asked(many), 'all', {});
      const { tokens, tokenWidth: width, pooled } = found;
      expect(pooled).toEqual(whole.pooled);
      if (!(tokens instanceof FeatureFile)) throw new Error('expected a file');
      expect([tokens.rows, width, tokens.byteLength]).toEqual([whole.tokens.length / width, 7 * 384, whole.tokens.length * 2]);
      const asRead = [0, 1, 2, 40, 41, 100, tokens.rows - 1];
      const read = await tokens.read(asRead);
      for (const [i, row] of asRead.entries()) {
        for (let c = 0; c < width; c++) {
          const value = whole.tokens[row * width + c];
          expect(Math.abs(read[i * width + c] - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
        }
      }
    });

    it('is found in the next visit, computed once more where its file has gone, and read no further meanwhile', async () => {
      const features = vi.spyOn(encoder, 'features');
      const storage = memoryCache();
      const cache = large(storage);
      const { tokens } = await cache.get(encoder, asked(many), 'all', {});
      const times = askedFor(features);
      await cache.get(encoder, asked(many), 'all', {});
      const next = await large(storage).get(encoder, asked(many), 'all', {});
      expect(next.tokens).toBeInstanceOf(FeatureFile);
      expect(askedFor(features)).toBe(times);
      for (const name of await storage.list()) await storage.remove(name);
      await expect((tokens as FeatureFile).read([0])).rejects.toThrow('have been removed. Start the run again.');
      await cache.get(encoder, asked(many), 'all', {});
      expect(askedFor(features)).toBe(2 * times);
    });

    it('is computed anew where its file is not whole, and found from then on', async () => {
      const features = vi.spyOn(encoder, 'features');
      const storage = memoryCache();
      await large(storage).get(encoder, asked(many), 'all', {});
      const times = askedFor(features);
      const [name] = await storage.list();
      await writeFile(storage.folder(name), 'features.bin', new Uint8Array(8));
      // In another millisecond: folders are named by their age.
      await new Promise((resolve) => setTimeout(resolve, 2));
      const { tokens } = await large(storage).get(encoder, asked(many), 'all', {});
      expect(await (tokens as FeatureFile).isThere()).toBe(true);
      expect(askedFor(features)).toBe(2 * times);
      await large(storage).get(encoder, asked(many), 'all', {});
      expect(askedFor(features)).toBe(2 * times);
    });

    it('is not among the old sets that go as new ones come, while a run may be reading it', async () => {
      const storage = memoryCache();
      await large(storage).get(encoder, asked(many), 'all', {});
      const cache = large(storage);
      const { tokens } = await cache.get(encoder, asked(many), 'all', {});
      for (let i = 0; i < 17; i++) await cache.get(encoder, asked([`${SENTENCES[0]} ${i}`, SENTENCES[1]]), 'none', {});
      expect(await storage.list()).toHaveLength(16);
      expect(await (tokens as FeatureFile).isThere()).toBe(true);
    });

    it('old sets make room; without any it is refused, with how much it takes', async () => {
      const bytes = 2 * (await encoder.features(await asked(many).texts(), 'all')).tokens.length;
      const storage = memoryCache(1.2 * bytes);
      await new FeatureCache(async () => storage).get(encoder, asked(many), 'last', {});
      expect(await storage.list()).toHaveLength(1);
      await large(storage).get(encoder, asked(many), 'all', {});
      expect(await storage.list()).toHaveLength(1);
      // Nor does what a run reads make room for what it reads beside that.
      const both = large(memoryCache(1.2 * bytes));
      const { tokens } = await both.get(encoder, asked(many), 'all', {});
      await expect(both.get(encoder, asked([...many, 'more']), 'all', {})).rejects.toMatchObject({ code: 'storage-full' });
      expect(await (tokens as FeatureFile).isThere()).toBe(true);
      const small = large(memoryCache(bytes / 2)).get(encoder, asked(many), 'all', {});
      await expect(small).rejects.toMatchObject({
        code: 'storage-full',
        message: expect.stringContaining('have the heads on word pieces read the last layer'),
      });
    });

    it('nothing half written is found: a run that was stopped leaves no folder', async () => {
      const storage = memoryCache();
      const controller = new AbortController();
      vi.spyOn(encoder, 'features').mockImplementation(async () => {
        controller.abort();
        throw new DOMException('stopped', 'AbortError');
      });
      await expect(large(storage).get(encoder, asked(many), 'all', { signal: controller.signal })).rejects.toThrow('stopped');
      expect(await storage.list()).toEqual([]);
    });
  });
});
