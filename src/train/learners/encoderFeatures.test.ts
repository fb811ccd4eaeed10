/** What our forward says of validation rows, part by part, against ONNX Runtime on all of them at once. */
import { expect, it } from 'vitest';
import { parametersOf } from '../../architectures/parameters';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { Encoder } from '../../inference/encoder';
import { openModel } from '../../model/model';
import { readTensors } from '../../model/tensorValues';
import { stackAttention } from '../../nn/stackedAttention';
import { createHead } from '../../tasks/head';
import { everyTask } from '../../testing/everyTask';
import { expectClose } from '../../testing/gpuTest';
import { nodeHost } from '../../testing/nodeHost';
import { smallModel } from '../../testing/smallModel';
import { encodeSplit } from '../data/encodedSplit';
import { neededBy } from '../data/prepare';
import { EncoderFeatures } from './encoderFeatures';
import { EncoderForward } from './encoderForward';

it.each([
  ['some at a time', 20_000, 3],
  ['one at a time', 1, 16],
  ['all at once', undefined, 1],
])('%s', async (_, held, parts) => {
  const model = await openModel(smallModel());
  const encoder = await Encoder.open(model, nodeHost(), { device: 'wasm' });
  const { tasks, train: examples } = everyTask(16, 0);
  const read = { longTexts: 'windows', stride: 4 } as const;
  const heads = Object.entries(tasks).map(([name, config]) =>
    createHead(name, name === 'places' ? { ...config, layers: 'mix' } : config, encoder.shape, 0),
  );
  const encoded = encodeSplit(examples, heads, (example, view) => encoder.read(example, view, read), true);
  const backend = cpuBackend();
  const tree = stackAttention(parametersOf(model.config).stacks, await readTensors(model));
  const parameter = (name: string) => {
    const { shape, data } = tree.get(name) ?? { shape: [], data: new Float32Array() };
    return { shape, store: backend.store(data) };
  };
  const { modes } = model.sentence.pooling;
  const { hiddenSize, numHiddenLayers: layers } = model.config;
  const forward = (which: 'last' | 'all') => new EncoderForward(backend, { config: model.config, modes, parameter }, undefined, which);
  const features = new EncoderFeatures({ encoded, heads, hiddenSize, layers, modes, held, forward, statesOf: () => undefined });
  const expected = await Promise.all(
    neededBy(heads).map(async ({ view, tokens }) => ({
      view,
      tokens,
      whole: await encoder.features(
        examples.map((example) => encoder.read(example, view, read)),
        tokens,
      ),
    })),
  );
  expect(expected.map(({ view, tokens }) => `${view} ${tokens}`).sort()).toEqual(['joint last', 'other none', 'text all']);
  const seen: number[] = [];
  let count = 0;
  for await (const part of features.parts()) {
    count++;
    seen.push(...part);
    for (const { view, tokens, whole } of expected) {
      const { pooledSize = hiddenSize, tokenWidth } = whole;
      const pooled = part.flatMap((i) => [...whole.pooled.subarray(i * pooledSize, (i + 1) * pooledSize)]);
      expectClose(await features.rows(view, 'sentence').read(part), pooled, 1e-5);
      if (tokens === 'none') continue;
      const first = encoded.views.get(view)?.firstPiece ?? [];
      const [from, end] = [first[part[0]], first[part[0] + part.length]];
      const rows = Array.from({ length: end - from }, (_, k) => from + k);
      expectClose(await features.rows(view, tokens).read(rows), whole.tokens.subarray(from * tokenWidth, end * tokenWidth), 1e-5);
    }
  }
  expect(seen).toEqual(examples.map((_, i) => i));
  expect(count).toBe(parts);
  await expect(features.rows('text', 'all').read([0])).rejects.toThrow('no all features of text were computed');
});
