import { expect, it } from 'vitest';
import type { Encoder } from '../../inference/encoder';
import { parseConfig } from '../../model/config';
import type { Weights } from '../../model/weights';
import type { FeatureCache } from '../data/featureCache';
import { completeOptions } from '../plan/options';
import { openEncoder } from './openEncoder';

/** Any at all: a model without weights is refused before anything else. */
const weights = { size: 1 } as Weights;

it('a model whose heads are no multiple of four wide is refused before anything is computed, with a way to go on', async () => {
  // As TinyBERT's four layers.
  const encoder = { model: { config: { hiddenSize: 312, numAttentionHeads: 12, numHiddenLayers: 4 }, weights } } as Encoder;
  const dataset = { train: [], validation: [] };
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  const opened = openEncoder(encoder, dataset, [], completeOptions({ unfreeze: { layers: 1 } }), {} as FeatureCache, job);
  await expect(opened).rejects.toMatchObject({
    code: 'unsupported-model',
    message: expect.stringMatching(/26 values wide.*while it is frozen/),
  });
});

it.each([
  [{ layers: 1 }, /share their parameters/],
  [{ layers: 'all', gradual: {} }, /share their parameters/],
  // Allowed, and then there is nothing that teaches.
  [{ layers: 'all' }, /Nothing teaches the encoder/],
  [{ layers: 'all', embeddings: true }, /Nothing teaches the encoder/],
] as const)('an ALBERT opened by %j', async (unfreeze, words) => {
  const config = parseConfig('{"model_type":"albert","hidden_size":64,"num_attention_heads":4,"num_hidden_layers":3}');
  const encoder = { model: { config, weights } } as Encoder;
  const options = completeOptions({ epochs: 3, frozenLoss: false, unfreeze });
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  await expect(openEncoder(encoder, { train: [], validation: [] }, [], options, {} as FeatureCache, job)).rejects.toThrow(words);
});
