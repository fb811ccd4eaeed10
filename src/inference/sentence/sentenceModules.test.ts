/** Sentence embeddings by the modules that a model's folder names, against sentence-transformers. */
import { describe, expect, it } from 'vitest';
import { openModel } from '../../model/model';
import { expectClose } from '../../testing/gpuTest';
import { nodeGpu } from '../../testing/nodeGpu';
import { nodeHost } from '../../testing/nodeHost';
import { floats, type SentenceCase, sentenceFixture, sentenceFolder } from '../../testing/sentenceFolders';
import { ortWith, sessionOnto } from '../../testing/sessionOnto';
import { Encoder } from '../encoder';
import type { Host } from '../starter';

const { cases, sentences } = sentenceFixture;

const open = async (example: SentenceCase, host: Host = nodeHost()) =>
  Encoder.open(await openModel(sentenceFolder(example)), host, { device: 'auto' });

async function encode(example: SentenceCase, host?: Host) {
  const encoder = await open(example, host);
  const { prompt, prompt_name: promptName, normalize_embeddings: normalize } = example.options;
  try {
    return await encoder.encode(sentences, { prompt, promptName, normalize });
  } finally {
    await encoder.release();
  }
}

describe('encode is SentenceTransformer.encode to 1e-5', () => {
  it.each(cases.map((example) => [example.name, example] as const))('%s', async (_, example) => {
    const expected = floats(example.embeddings);
    const { data, shape } = await encode(example);
    expect(shape).toEqual([sentences.length, expected.length / sentences.length]);
    expectClose(data, expected, 1e-5);
  });
});

const gpu = await nodeGpu();
const onGpu = cases.filter(({ name }) => name.endsWith('nothing, no limit, prompt left out'));

it('cases on the GPU are those of every pooling', () => expect(onGpu).toHaveLength(10));

it.skipIf(!gpu).each(onGpu.map((example) => [example.name, example] as const))('is the same on the GPU: %s', async (_, example) => {
  const device = await nodeGpu();
  if (!device) return;
  const host = { ort: ortWith(sessionOnto(device.device, 1)), gpu: async () => ({ ...device, isSoftware: false }) };
  const encoder = await open(example, host);
  expect(encoder.device.device).toBe('webgpu');
  await encoder.release();
  expectClose((await encode(example, host)).data, floats(example.embeddings), 1e-5);
});

describe('prompts', () => {
  it('that a model does not have are refused with those it has', async () => {
    const refused = encode({ ...cases[0], options: { prompt_name: 'question' } });
    await expect(refused).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/"question".*query, document, passage/),
    });
  });
});

describe('a text in windows', () => {
  it('is pooled over all of them', async () => {
    const example = cases.find(({ name }) => name.startsWith('cls+max+mean+mean_sqrt_len_tokens+weightedmean+lasttoken, nothing, 7 limit'));
    const encoder = await open(example as SentenceCase);
    const text = encoder.read({ text: sentences[1] }, 'text', { longTexts: 'windows', stride: 2 });
    const windows = text.sequences.map(({ ids }) => ids.length);
    expect(windows.length).toBeGreaterThan(3);
    const states = await encoder.statesAt([text], 2);
    const { pooled } = await encoder.features([text], 'none');
    await encoder.release();
    const H = encoder.hiddenSize;
    const count = windows.reduce((a, b) => a + b, 0);
    const starts = windows.map((_, i) => windows.slice(0, i).reduce((a, b) => a + b, 0));
    const sum = (tokens: number[], weight: (token: number) => number) =>
      Array.from({ length: H }, (_, h) => tokens.reduce((total, t) => total + weight(t) * states[t * H + h], 0));
    const all = Array.from({ length: count }, (_, t) => t);
    expectClose(
      pooled,
      [
        ...sum(starts, () => 1 / windows.length),
        ...Array.from({ length: H }, (_, h) => Math.max(...all.map((t) => states[t * H + h]))),
        ...sum(all, () => 1 / count),
        ...sum(all, () => 1 / Math.sqrt(count)),
        ...sum(all, (t) => (t + 1) / ((count * (count + 1)) / 2)),
        ...sum([count - 1], () => 1),
      ],
      1e-5,
    );
  });
});
