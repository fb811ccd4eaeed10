/** How fast this device is with this model: a forward pass and a training step of the top layer, timed on a few of the texts. */
import type { Backend } from '../../autodiff/backend';
import type { Example } from '../../data/dataset';
import type { Encoder } from '../../inference/encoder';
import { createHead } from '../../tasks/head';
import { FeatureCache } from '../data/featureCache';
import { completeOptions } from '../plan/options';
import type { Speed } from '../plan/recipes/situation';
import { createTask, kindsOf } from '../plan/task';
import { timed } from './forecast';
import { openEncoder, sharesLayers, whyUntrainable } from './openEncoder';

const TEXTS = 32;
const PROBE = 'probe';

/** @param backend on which a step is timed; the caller's to destroy @param texts of which the first few are taken */
export async function measureSpeed(backend: Backend, encoder: Encoder, texts: string[], signal: AbortSignal): Promise<Speed> {
  const few = texts.slice(0, TEXTS);
  const forward = await forwardSeconds(encoder, few, signal);
  const { model } = encoder;
  if (whyUntrainable(model) !== undefined) return { forward, layer: forward };
  // What is learned is of no account: a step costs the same.
  const train = few.map((text, i): Example => ({ text, labels: { [PROBE]: i % 2 === 0 ? 'a' : 'b' } }));
  const head = createHead(PROBE, { kind: 'classification', labels: ['a', 'b'] }, encoder.shape, 0);
  const layers = sharesLayers(model.config) ? 'all' : 1;
  const options = completeOptions({ unfreeze: { layers }, epochs: 1, batchSize: few.length }, kindsOf([head]));
  const cache = new FeatureCache(async () => {
    throw new Error('a probe leaves nothing behind');
  });
  const splits = { train, validation: [] };
  const open = await openEncoder(encoder, splits, [createTask(head, options)], options, cache, { signal, onProgress() {} });
  const { perToken } = await timed(backend, open);
  const depth = layers === 'all' ? model.config.numHiddenLayers : 1;
  return { forward, layer: perToken.step(open.plan[0].lowest) / depth };
}

/** The first pass is not counted: it makes what the later ones find. */
async function forwardSeconds(encoder: Encoder, texts: string[], signal: AbortSignal): Promise<number> {
  await encoder.encode(texts, { signal });
  const started = performance.now();
  await encoder.encode(texts, { signal });
  const seconds = (performance.now() - started) / 1000;
  const tokens = texts.reduce((sum, text) => sum + encoder.tokenizer.encode(text).ids.length, 0);
  return seconds / Math.max(1, tokens);
}
