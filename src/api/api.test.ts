/** The library's face over a message channel, as it runs over a worker in the browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Encoder } from '../inference/encoder';
import { matmulReference } from '../kernels/matmul/reference';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { createHead } from '../tasks/head';
import { expectClose } from '../testing/gpuTest';
import { connect, nodeHost } from '../testing/nodeHost';
import { MultiTaskSentenceTransformer, registerTask, SentenceTransformer, TandemError } from './tandem';

const { client, close } = connect(nodeHost());
afterAll(close);

const LABELS_A = ['World', 'Sports', 'Business', 'Science'];
const LABELS_B = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'];
const SENTENCES = ['Berlin is the capital of Germany.', '', 'Zoë paid 20 € at Café Noir, didn’t she? 🎈 東京'];

/** What heads on sentences read: embeddings as they are before the model's Normalize. */
async function pooled(texts: string[]): Promise<Float32Array> {
  const host = nodeHost();
  const encoder = await Encoder.open(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)), host, {
    device: 'wasm',
  });
  const features = await encoder.features(
    texts.map((text) => encoder.read({ text }, 'text')),
    'none',
  );
  await encoder.release();
  return features.pooled;
}

describe('SentenceTransformer', () => {
  it('encodes to [B, H] and tells where it computes', async () => {
    const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { client });
    expect(encoder).toMatchObject({ id: 'all-MiniLM-L6-v2', device: 'wasm', hiddenSize: 384, embeddingSize: 384, maxLength: 256 });
    const { data, shape, truncated } = await encoder.encode([...SENTENCES, 'word '.repeat(600)], { batchSize: 2 });
    expect(shape).toEqual([4, 384]);
    expect(data).toHaveLength(4 * 384);
    expect(truncated).toEqual([false, false, false, true]);
    await encoder.dispose();
    await encoder.dispose();
    await expect(encoder.encode(['gone'])).rejects.toMatchObject({ code: 'disposed' });
  });

  it('can be cancelled before and while it works', async () => {
    const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { client });
    await expect(encoder.encode(SENTENCES, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    const controller = new AbortController();
    const job = encoder.encode(Array(200).fill('a sentence of some words'), {
      batchSize: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(job).rejects.toBeInstanceOf(TandemError);
    expect((await encoder.encode(['still alive'])).shape).toEqual([1, 384]);
    await encoder.dispose();
  });

  it('says what is wrong with a model that cannot be had', async () => {
    await expect(SentenceTransformer.fromPretrained('no spaces please', { client })).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('MultiTaskSentenceTransformer', () => {
  let model: MultiTaskSentenceTransformer;
  const options = { client, taskA: { labels: LABELS_A }, taskB: { labels: LABELS_B }, seed: 7 };

  beforeAll(async () => {
    model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', options);
  });

  it('forward gives [B, C] and [B, L, K]', async () => {
    const inputs = await model.tokenize(SENTENCES);
    const { taskALogits, taskBLogits } = await model.forward(inputs);
    expect(taskALogits.shape).toEqual([3, 4]);
    expect(taskBLogits.shape).toEqual([3, inputs.inputIds[0].length, 7]);
    expect(taskBLogits.data).toHaveLength(3 * inputs.inputIds[0].length * 7);
  });

  it('predict agrees with forward, and its offsets with the text', async () => {
    const { classIds, tokenIds, items } = await model.predict(SENTENCES);
    const inputs = await model.tokenize(SENTENCES);
    const { taskALogits, taskBLogits } = await model.forward(inputs);
    const length = inputs.inputIds[0].length;
    const argmax = (row: Float32Array) => row.indexOf(Math.max(...row));
    SENTENCES.forEach((text, b) => {
      expect(classIds[b]).toBe(argmax(taskALogits.data.subarray(b * 4, b * 4 + 4)));
      const { label, scores, tokens, entities } = items[b];
      expect(label).toBe(LABELS_A[classIds[b]]);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
      expect(tokenIds[b]).toEqual(
        tokens.map((_, t) => argmax(taskBLogits.data.subarray((b * length + t + 1) * 7, (b * length + t + 2) * 7))),
      );
      for (const part of [...tokens, ...entities]) expect(part.text).toBe(text.slice(part.start, part.end));
    });
    expect(tokenIds[1]).toEqual([]);
    expect(items[2].tokens.map(({ text }) => text)).toEqual(expect.arrayContaining(['Zoë', '東', '京']));
  });

  it('answers the same for the same seed, and differently for another', async () => {
    const logits = async (seed: number) => {
      const other = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { ...options, seed });
      const { taskALogits } = await other.forward(await other.tokenize(SENTENCES));
      await other.dispose();
      return taskALogits.data;
    };
    expect(await logits(7)).toEqual((await model.forward(await model.tokenize(SENTENCES))).taskALogits.data);
    expect(await logits(8)).not.toEqual(await logits(7));
  });

  it.each([
    [{ inputIds: [], attentionMask: [] }],
    [{ inputIds: [[1, 2], [3]], attentionMask: [[1, 1], [1]] }],
    [{ inputIds: [[1, 2]], attentionMask: [[1]] }],
  ])('forward refuses %j', async (inputs) => {
    await expect(model.forward(inputs)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('forward refuses ids that are not in the vocabulary and sequences beyond the limit', async () => {
    await expect(model.forward({ inputIds: [[101, 40_000]], attentionMask: [[1, 1]] })).rejects.toMatchObject({ code: 'bad-input' });
    const long = [new Array<number>(513).fill(101)];
    await expect(model.forward({ inputIds: long, attentionMask: long })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('refuses labels that make no sense', async () => {
    await expect(
      MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { ...options, taskA: { labels: ['x', 'x'] } }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('takes a task kind of one’s own that is one file and one registration', async () => {
    await registerTask(new URL('../../examples/taskKind/urgency.js', import.meta.url), { client });
    const config = { kind: 'urgency' };
    const three = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { ...options, tasks: { urgent: config } });
    const text = 'A man plays a guitar.';
    const { items } = await three.predict([text]);
    const { logits } = await three.forward(await three.tokenize([text]));

    const data = await pooled([text]);
    const { parameters } = createHead('urgent', config, { hiddenSize: 384, layers: 3 }, 7);
    const [weight, bias] = ['score.weight', 'score.bias'].map((name) => parameters.get(name)?.data ?? new Float32Array());
    const expected = data.reduce((sum, value, h) => sum + value * weight[h], bias[0]);
    expectClose([items[0].tasks.urgent as number], [expected], 1e-5);
    expectClose(logits.urgent.data, [expected], 1e-5);
    expect(logits.urgent.shape).toEqual([1, 1]);
    // The two tasks of the exercise are as they were beside it.
    expect(items[0].tasks.taskA).toEqual((await model.predict([text])).items[0].tasks.taskA);
    await three.dispose();
  });

  it('compares two texts: the cosine of their projected embeddings, in the units of its range', async () => {
    const tasks = { alike: { kind: 'similarity', projection: 16, range: [0, 5] } };
    const pairs = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { client, tasks, seed: 7 });
    const [a, b, c] = ['A man plays a guitar.', 'A man is playing the guitar.', 'Shares fell on Monday.'];
    const { items, classIds } = await pairs.predict([[a, b], { text: a, other: c }]);
    expect(classIds).toEqual([-1, -1]);
    const [near, far] = items.map((item) => item.tasks.alike as { score: number; cosine: number });
    expect(near.score).toBeGreaterThan(far.score);
    // A text alone is like nothing, and costs the pair beside it nothing.
    const mixed = await pairs.predict([a, [a, b]]);
    expect(Object.keys(mixed.items[0].tasks)).toEqual([]);
    expectClose([(mixed.items[1].tasks.alike as { cosine: number }).cosine], [near.cosine], 1e-5);
    expect(near.score).toBeCloseTo(5 * near.cosine, 6);

    const data = await pooled([a, b, c]);
    const { parameters } = createHead('alike', tasks.alike, { hiddenSize: 384, layers: 3 }, 7);
    const [weight, bias] = ['projection.weight', 'projection.bias'].map((name) => parameters.get(name)?.data ?? new Float32Array());
    const product = new Float32Array(3 * 16);
    matmulReference(data, weight, product, { rows: 3, cols: 16, inner: 384, transposeA: false, transposeB: true });
    const rows = [0, 1, 2].map((row) => Array.from({ length: 16 }, (_, i) => product[row * 16 + i] + bias[i]));
    const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    const cosine = (x: number[], y: number[]) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    expectClose([near.cosine, far.cosine], [cosine(rows[0], rows[1]), cosine(rows[0], rows[2])], 1e-5);
    await pairs.dispose();
  });

  it('a model without a task, and inputs that are none, are refused', async () => {
    await expect(MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { client })).rejects.toThrow(
      'A model needs at least one task',
    );
    await expect(model.predict([5 as unknown as string])).rejects.toThrow('predict takes texts, pairs [text, other]');
  });
});
