import { expect, it } from 'vitest';
import type { Encoder } from '../../inference/encoder';
import type { FeatureCache } from '../data/featureCache';
import { completeOptions } from '../plan/options';
import { openEncoder } from './openEncoder';

it('a model whose heads are no multiple of four wide is refused before anything is computed, with a way to go on', async () => {
  // As TinyBERT's four layers.
  const encoder = { model: { config: { hiddenSize: 312, numAttentionHeads: 12, numHiddenLayers: 4 } } } as Encoder;
  const dataset = { train: [], validation: [] };
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  const opened = openEncoder(encoder, dataset, [], completeOptions({ unfreeze: { layers: 1 } }), {} as FeatureCache, job);
  await expect(opened).rejects.toMatchObject({
    code: 'unsupported-model',
    message: expect.stringMatching(/26 values wide.*while it is frozen/),
  });
});
