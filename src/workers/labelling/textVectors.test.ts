/** What suggestions read of texts, of the bundled model. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Encoder } from '../../inference/encoder';
import { readsTwoLayers } from '../../inference/readsTwoLayers';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { expectClose } from '../../testing/gpuTest';
import { nodeHost } from '../../testing/nodeHost';
import { textVectors } from './textVectors';

const host = nodeHost();
let encoder: Encoder;
beforeAll(async () => {
  encoder = await Encoder.open(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)), host, { device: 'wasm' });
});
afterAll(() => encoder.release());

const TEXTS = ['A late goal won the match.', 'Fry the onions', 'Berlin'];
const unit = (values: number[]) => values.map((value) => value / Math.hypot(...values));

it('is the mean of the last layer plus half of that of the layer before it, both at length 1', async () => {
  const texts = TEXTS.map((text) => encoder.read({ text }, 'text'));
  const H = encoder.hiddenSize;
  const means = async (depth: number) => {
    const states = await encoder.statesAt(texts, depth);
    let from = 0;
    return texts.map(({ sequences: [{ ids }] }) => {
      const mean = Array.from({ length: H }, (_, h) => ids.reduce((sum, _, t) => sum + states[(from + t) * H + h] / ids.length, 0));
      from += ids.length;
      return unit(mean);
    });
  };
  const [before, last] = [await means(5), await means(6)];
  const { pooled } = await textVectors(encoder, texts, 'none');
  expectClose(
    pooled,
    last.flatMap((mean, i) => mean.map((value, h) => value + 0.5 * before[i][h])),
    1e-5,
  );
});

it('is the last layer alone of a graph that gives no other, and of a large model', () => {
  const { shape, model } = encoder;
  const like = (change: { shape?: object; config?: object }) =>
    ({ shape: { ...shape, ...change.shape }, model: { ...model, config: { ...model.config, ...change.config } } }) as unknown as Encoder;
  expect(readsTwoLayers(like({}))).toBe(true);
  expect(readsTwoLayers(like({ shape: { lastOnly: true } }))).toBe(false);
  expect(readsTwoLayers(like({ config: { numHiddenLayers: 1 } }))).toBe(false);
  // As large as bert-base-uncased.
  expect(readsTwoLayers(like({ config: { hiddenSize: 768, numHiddenLayers: 12, intermediateSize: 3072 } }))).toBe(false);
});
