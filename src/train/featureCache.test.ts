import { describe, expect, it, vi } from 'vitest';
import { Encoder } from '../inference/encoder';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { memoryCache } from '../storage/memoryCache';
import { nodeHost } from '../testing/nodeHost';
import { FeatureCache } from './featureCache';

const host = nodeHost();
const model = () => openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
const encoder = await Encoder.open(await model(), host, { device: 'wasm' });
const TEXTS = ['Ada met Alan in London.', 'A second sentence.'];

describe('FeatureCache', () => {
  it('the encoder is asked once: in this visit, and in the next', async () => {
    const features = vi.spyOn(encoder, 'features');
    const storage = memoryCache();
    const cache = new FeatureCache(async () => storage);
    const first = await cache.get(encoder, TEXTS, 'last', {});
    expect(await cache.get(encoder, TEXTS, 'last', {})).toBe(first);
    expect(features).toHaveBeenCalledTimes(1);
    const next = await new FeatureCache(async () => storage).get(encoder, TEXTS, 'last', {});
    expect(features).toHaveBeenCalledTimes(1);
    expect(next.pooled).toEqual(first.pooled);
    expect(next.tokens).toEqual(first.tokens);
    await cache.get(encoder, [...TEXTS, 'more'], 'last', {});
    await cache.get(encoder, TEXTS, 'all', {});
    expect(features).toHaveBeenCalledTimes(3);
    features.mockRestore();
  });

  it('token states are packed, without special tokens: the mean of all tokens is the pooled vector, the last of all layers the last', async () => {
    const { pooled, tokens, hidden } = await encoder.features(TEXTS, 'last');
    const all = await encoder.features(TEXTS, 'all');
    const pieces = TEXTS.map((text) => encoder.tokenizer.encode(text).pieces.length);
    expect(tokens).toHaveLength((pieces[0] + pieces[1]) * hidden);
    expect(all.tokenWidth).toBe(7 * hidden);
    for (let row = 0; row < pieces[0] + pieces[1]; row++) {
      const last = all.tokens.subarray((7 * row + 6) * hidden, 7 * (row + 1) * hidden);
      for (let h = 0; h < hidden; h++) expect(Math.abs(last[h] - tokens[row * hidden + h])).toBeLessThan(1e-5);
    }
    for (const [i, value] of all.pooled.entries()) expect(Math.abs(value - pooled[i])).toBeLessThan(1e-5);
  });

  it('storage that is refused or too small costs nothing but the next visit', async () => {
    const refused = new FeatureCache(async () => {
      throw new Error('refused');
    });
    expect((await refused.get(encoder, TEXTS, 'none', {})).pooled).toHaveLength(2 * 384);
    const small = memoryCache(100);
    expect((await new FeatureCache(async () => small).get(encoder, TEXTS, 'none', {})).pooled).toHaveLength(2 * 384);
    expect(await small.list()).toEqual([]);
  });
});
