import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import type { EmbeddingSetInfo, LoadedModel, Progress } from './protocol';

const { client, close } = connect(nodeHost());
const lines = Array.from({ length: 1500 }, (_, i) => `sentence ${i} ${'and so on '.repeat(i % 7)}`);
let model: LoadedModel;

beforeAll(async () => {
  model = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto' });
});
afterAll(close);

it('load tells the facts of the model', () => {
  expect(model).toMatchObject({ hiddenSize: 384, layers: 6, maxLength: 256, vocabSize: 30522, parameters: 22_565_376 });
});

describe('an embedding job', () => {
  let set: EmbeddingSetInfo;
  const progress: Extract<Progress, { stage: 'sentences' }>[] = [];

  beforeAll(async () => {
    set = await client.call(
      'embed',
      { handle: model.handle, source: { kind: 'lines', lines } },
      { onProgress: (p) => p.stage === 'sentences' && progress.push(p) },
    );
  });

  it('embeds everything, in order, as encode does', async () => {
    expect(set).toMatchObject({ count: 1500, size: 384, truncated: 0, stopped: false });
    const [row] = await client.call('embeddingRows', { set: set.set, from: 1400, count: 1 });
    const { data } = await client.call('encode', { handle: model.handle, sentences: [lines[1400]] });
    expect(row.text).toBe(lines[1400]);
    expect(Math.max(...row.values.map((value, i) => Math.abs(value - data[i])))).toBeLessThan(1e-5);
  });

  it('reports count, rate and time left, never going back', () => {
    expect(progress.at(-1)).toMatchObject({ done: 1500, total: 1500, secondsLeft: 0 });
    expect(progress.every(({ done }, i) => i === 0 || done >= progress[i - 1].done)).toBe(true);
    expect(progress[0].perSecond).toBeGreaterThan(0);
  });

  it('finds a sentence’s own twin nearest', async () => {
    const twins = await client.call('embed', {
      handle: model.handle,
      source: { kind: 'lines', lines: ['a cat sleeps', 'stocks fell', 'a cat is sleeping'] },
    });
    const [nearest] = await client.call('nearest', { set: twins.set, index: 0, count: 2 });
    expect(nearest).toMatchObject({ index: 2, text: 'a cat is sleeping' });
  });

  it('stopped midway, keeps what was done', async () => {
    const controller = new AbortController();
    const stopped = await client.call(
      'embed',
      { handle: model.handle, source: { kind: 'lines', lines } },
      { signal: controller.signal, onProgress: (p) => p.stage === 'sentences' && p.done > 1100 && controller.abort() },
    );
    expect(stopped).toMatchObject({ stopped: true, count: 1024 });
  });

  it('of a data set takes the texts of all rows', async () => {
    const text = '{"text":"one","split":"test"}\n{"text":"two","split":"train"}\n';
    const source = { kind: 'text', name: 'a.jsonl', text } as const;
    const { dataset } = await client.call('loadDataset', { source, options: { validationShare: 0 } });
    const fromFile = await client.call('embed', { handle: model.handle, source: { kind: 'dataset', dataset } });
    const rows = await client.call('embeddingRows', { set: fromFile.set, from: 0, count: 2 });
    expect(rows.map(({ text }) => text)).toEqual(['two', 'one']);
  });

  it('that was dropped says so', async () => {
    await client.call('dropEmbeddings', { set: set.set });
    await expect(client.call('embeddingRows', { set: set.set, from: 0, count: 1 })).rejects.toMatchObject({ code: 'disposed' });
  });
});

it('a load that was cancelled leaves nothing behind', async () => {
  const controller = new AbortController();
  const load = client.call(
    'load',
    { model: 'all-MiniLM-L6-v2', device: 'auto' },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await expect(load).rejects.toMatchObject({ code: 'aborted' });
});
