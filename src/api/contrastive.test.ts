/** Contrastive fine-tuning through the library's face, in Node on the CPU: the top layer of the bundled model. */
import { expect, it } from 'vitest';
import type { FileCache } from '../model/fileCache';
import { memoryCache } from '../storage/memoryCache';
import { closingCache } from '../testing/closingCache';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import type { RunDetails } from '../train/runs/runs';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { listRuns } from './runs';
import { SentenceTransformer } from './SentenceTransformer';

const OPTIONS = { seed: 4, contrastive: { pairs: 100, batchSize: 2, layers: 1, learningRate: 1e-4 } } as const;

async function open(host = nodeHost(), head = 'logistic') {
  const { client, close } = connect(host);
  const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
  const tasks = { mood: { ...dataset.info.tasks.mood, head } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 4, client });
  return { client, dataset, model, close };
}

const told = ({ history }: RunDetails) => history.map(({ epoch, train }) => ({ epoch, train }));

it('an encoder learns which rows are alike, becomes a model of its own, and the head is solved on it', async () => {
  const { client, dataset, model, close } = await open();
  const { memory, epochs } = await model.forecast(dataset, OPTIONS);
  expect(epochs).toHaveLength(2);
  expect(epochs.every((seconds) => seconds > 0)).toBe(true);
  expect(memory.total).toBeGreaterThan(0);
  const [a, b, c] = [
    'Oslo lies by the water, how lovely.',
    'A cook in Lima bakes bread, how lovely.',
    'Oslo lies by the water, how awful.',
  ];
  const cosines = async (id: string) => {
    const encoder = await SentenceTransformer.fromPretrained(id, { device: 'wasm', client });
    const { data } = encoder.similarity(await encoder.encode([a, b, c]));
    await encoder.dispose();
    return { alike: data[1], unlike: data[2] };
  };
  const before = await cosines('all-MiniLM-L6-v2');
  const run = await model.train(dataset, OPTIONS);
  expect(run.status).toBe('finished');
  expect(run.tuned).toBe(model.id);
  expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(run.history[1].train.losses.pairs).toBeLessThan(run.history[0].train.losses.pairs);
  expect(run.note).toMatch(/^The encoder learned from 100 pairs of rows, alike or not in mood\. mood is logistic regression with C = 10, /);
  expect(run.metrics.mood.accuracy).toBeGreaterThan(0.8);
  expect(await model.evaluate(dataset)).toEqual(run.metrics);
  const after = await cosines(String(run.tuned));
  expect(after.alike - after.unlike).toBeGreaterThan(before.alike - before.unlike);
  close();
});

it('a tab closed in the middle: the stage goes on from its last part, with the losses of one that was not', async () => {
  const runs = memoryCache();
  const caches = { models: memoryCache(), features: memoryCache() };
  const hostOver = (kept: FileCache) => nodeHost({ cache: async (kind) => (kind === 'runs' ? kept : caches[kind]) });
  const first = await open(hostOver(closingCache(runs)));
  const whole = await first.model.train(first.dataset, OPTIONS);
  first.close();
  const second = await open(hostOver(runs));
  expect((await listRuns(second))[0]).toMatchObject({ id: whole.id, status: 'running', resumable: true });
  await expect(second.model.useRun(whole.id)).rejects.toThrow('Resume it, then use it.');
  const resumed = await second.model.resumeRun(second.dataset, whole.id);
  expect(told(resumed)).toEqual(told(whole));
  expect(resumed.metrics).toEqual(whole.metrics);
  second.close();
});

it('what was learned by the time it is stopped is used, and the head is solved all the same', async () => {
  const { dataset, model, close } = await open();
  const controller = new AbortController();
  const run = await model.train(dataset, {
    ...OPTIONS,
    signal: controller.signal,
    onProgress: ({ stage }) => stage === 'epoch' && controller.abort(),
  });
  expect(run.status).toBe('stopped');
  // The part in which it was stopped counts as far as it came.
  expect(run.history.length).toBeGreaterThan(0);
  expect(run.tuned).toBe(model.id);
  expect(run.metrics.mood.accuracy).toBeGreaterThan(0.5);
  close();
});

it('a frozen head stays as it was, and the note says what the encoder has learned', async () => {
  const { dataset, model, close } = await open();
  const run = await model.train(dataset, { ...OPTIONS, contrastive: { ...OPTIONS.contrastive, pairs: 20 }, freeze: { mood: true } });
  expect(run.tuned).toBe(model.id);
  expect(run.note).toMatch(/^The encoder learned from 20 pairs of rows, alike or not in mood\. The frozen head of mood stayed as it was/);
  expect(run.note).not.toContain('Everything is frozen');
  close();
});

it('a head that learns step by step is refused', async () => {
  const { dataset, model, close } = await open(nodeHost(), 'twoLayer');
  await expect(model.train(dataset, OPTIONS)).rejects.toThrow(
    /the head of mood learns step by step\. Give it one layer \(head: 'logistic'\)/,
  );
  close();
});
