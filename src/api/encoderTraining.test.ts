/** Training the encoder through the library's face, in Node on the CPU: a few sentences, the top layers of a small model. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileCache } from '../model/fileCache';
import { parseSafetensorsHeader } from '../model/safetensors';
import { memoryCache } from '../storage/memoryCache';
import { cityRows } from '../testing/cityRows';
import { closingCache } from '../testing/closingCache';
import { connect, nodeHost } from '../testing/nodeHost';
import { SMALL as BASE, startSmallHub } from '../testing/smallHub';
import type { RunDetails } from '../train/runs/runs';
import type { Progress } from '../workers/protocol';
import { type Dataset, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { keepRun, listRuns } from './runs';

const hub = await startSmallHub();
afterAll(() => hub.close());

/** One reads the last layer, the other a mix of all. */
const HEADS = {
  taskA: { labels: ['Business', 'Science', 'Sports', 'World'] },
  taskB: { labels: ['O', 'B-LOC', 'I-LOC', 'B-ORG', 'I-ORG', 'B-PER', 'I-PER'], layers: 'mix' as const },
};
const SENTENCES = ['Shares in the airline fell by a fifth.', 'The striker from Lisbon scored twice.'];

async function open(host = nodeHost(), model = BASE) {
  const { client, close } = connect(host);
  const opened = await MultiTaskSentenceTransformer.fromPretrained(model, {
    ...HEADS,
    device: 'wasm',
    seed: 4,
    client,
    endpoint: hub.url,
  });
  return { model: opened, client, close, host };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Sixteen rows of the sample to learn from, eight to validate with. */
async function few({ client }: Opened) {
  const { dataset } = await client.call('loadDataset', { source: { kind: 'sample' } });
  const rows = async (split: 'train' | 'validation', count: number) =>
    (await client.call('datasetRows', { dataset, split, from: 0, count })).map(({ text, labels }) => ({ text, ...labels, split }));
  const lines = [...(await rows('train', 16)), ...(await rows('validation', 8))];
  return loadDataset(lines.map((line) => JSON.stringify(line)).join('\n'), 'jsonl', { client });
}

describe('an encoder that learns', () => {
  let opened: Opened;
  let run: RunDetails;
  let progress: Progress[];
  let expected: Awaited<ReturnType<MultiTaskSentenceTransformer['predict']>>;
  let logits: Awaited<ReturnType<MultiTaskSentenceTransformer['forward']>>;

  beforeAll(async () => {
    opened = await open();
    progress = [];
    run = await opened.model.train(await few(opened), {
      epochs: 3,
      batchSize: 8,
      seed: 4,
      learningRate: { encoder: 2e-4 },
      layerDecay: 0.9,
      unfreeze: { layers: 2, gradual: {} },
      onProgress: (event) => progress.push(event),
    });
    expected = await opened.model.predict(SENTENCES);
    logits = await opened.model.forward(await opened.model.tokenize(SENTENCES));
  });

  it('goes block by block, and is evaluated after every epoch', () => {
    expect(run.status).toBe('finished');
    expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(run.before?.taskA).toBeDefined();
    expect(run.history[2].train.total).toBeLessThan(run.history[0].train.total);
    expect(run.history[0].paddingAvoided).toBeGreaterThan(0.1);
    // One best epoch for all: encoder and heads belong together.
    expect(run.best.taskA?.epoch).toBe(run.best.taskB?.epoch);
    expect(progress.some(({ stage }) => stage === 'sentences')).toBe(true);
  });

  it('becomes a model of its own, whose ONNX graph gives the losses that our forward gave', async () => {
    expect(run.tuned).toBe(`tuned/small.${run.id}`);
    expect(opened.model.id).toBe(run.tuned);
    const metrics = await opened.model.evaluate(await few(opened));
    expect(metrics.taskA?.loss).toBeCloseTo(run.metrics.taskA?.loss ?? 0, 4);
    expect(metrics.taskB?.loss).toBeCloseTo(run.metrics.taskB?.loss ?? 0, 4);
  });

  it('is verified: ONNX Runtime reproduces the vectors of our own forward', () => {
    const { verified, deviation } = opened.model.deviceStatus;
    expect(verified).toBe(true);
    expect(deviation).toBeLessThan(1e-4);
  });

  it('is compared before and after', () => {
    const { split, sentences = [], similarity, pairs = [] } = run.comparison ?? {};
    expect(split).toBe('validation');
    expect(sentences).toHaveLength(8);
    expect(sentences.some(({ before, after }) => Math.hypot(before[0] - after[0], before[1] - after[1]) > 1e-3)).toBe(true);
    for (const [before, after] of Object.values(similarity ?? {}))
      for (const cosine of [before, after]) expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
    expect(Math.abs(pairs[0].after - pairs[0].before)).toBeGreaterThanOrEqual(Math.abs(pairs[1].after - pairs[1].before));
  });

  it('is there after a reload and answers the same; the pretrained model is as it was', async () => {
    const again = await open(opened.host, run.tuned);
    await again.model.useRun(run.id);
    expect(await again.model.predict(SENTENCES)).toEqual(expected);
    const same = await again.model.forward(await again.model.tokenize(SENTENCES));
    for (const [i, value] of logits.taskALogits.data.entries()) expect(Math.abs(same.taskALogits.data[i] - value)).toBeLessThan(1e-4);
    const base = await open(opened.host);
    const fresh = await open();
    const forward = async ({ model }: Opened) => (await model.forward(await model.tokenize(SENTENCES))).taskALogits.data;
    expect(await forward(base)).toEqual(await forward(fresh));
    await expect(base.model.useRun(run.id)).rejects.toThrow(`This run’s heads belong to ${run.tuned}. Load that model`);
    for (const { close } of [again, base, fresh]) close();
  });

  it('is handed over as a folder with its weights, tokenizer, graph and heads', async () => {
    const { blob: zip } = await opened.client.call('exportModel', { handle: (opened.model as unknown as { handle: number }).handle });
    const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'config.json',
        'tokenizer.json',
        'model.safetensors',
        'model.onnx',
        'heads.safetensors',
        '1_Pooling/config.json',
      ]),
    );
    const weights = files['model.safetensors'];
    const entries = parseSafetensorsHeader(new Uint8Array(weights), weights.length, 'model.safetensors');
    expect(entries.get('encoder.layer.2.output.dense.weight')?.shape).toEqual([32, 64]);
  });

  it('a storage without room: the tuned encoder is used all the same, and the note says what to do', async () => {
    // Room for the model that was downloaded, a run and its heads, but not for another model and what the run could go on from.
    const [room, none] = [memoryCache(), memoryCache(1000)];
    let isFull = false;
    const models: FileCache = { ...room, folder: (name) => (isFull ? none : room).folder(name) };
    const caches = { models, features: memoryCache(), runs: memoryCache(1e5) };
    const host = nodeHost({ cache: async (kind) => caches[kind] });
    const small = await open(host);
    isFull = true;
    const ended = await small.model.train(await few(small), { epochs: 1, batchSize: 8, unfreeze: { layers: 1 } });
    expect(ended.unkept).toMatch(
      /The trained encoder is used, but could not be kept for the next visit: There is no room left.* Or download it\./,
    );
    expect(small.model.id).toBe(ended.tuned);
    expect((await small.client.call('runs', undefined))[0]).toMatchObject({ id: ended.id, status: 'finished' });
    const expected = await small.model.predict(SENTENCES);
    await expect(keepRun(ended.id, small)).rejects.toMatchObject({ code: 'storage-full' });
    isFull = false;
    expect(await keepRun(ended.id, small)).not.toHaveProperty('unkept');
    small.close();
    const again = await open(host, ended.tuned);
    expect((await again.client.call('runs', undefined))[0]).not.toHaveProperty('unkept');
    await again.model.useRun(ended.id);
    expect(await again.model.predict(SENTENCES)).toEqual(expected);
    await expect(keepRun(ended.id, again)).rejects.toThrow('What this run learned lasted as long as the visit in which it was trained.');
    again.close();
  });

  it('a forecast tells memory and time, and what recomputing would save', async () => {
    const before = await open(nodeHost(), 'all-MiniLM-L6-v2');
    const dataset = await few(before);
    const options = { epochs: 3, batchSize: 8, unfreeze: { layers: 2, gradual: {} } };
    const { memory, recomputed, epochs, dispatches } = await before.model.forecast(dataset, options);
    // Two layers of MiniLM and both heads, with gradients and two moments, are 60 MB.
    expect(memory.parameters).toBeGreaterThan(55e6);
    expect(memory.total).toBeLessThan(150e6);
    expect(recomputed?.total).toBeLessThan(memory.total);
    expect(epochs).toHaveLength(3);
    expect(epochs[0]).toBeLessThan(epochs[2]);
    expect(dispatches).toBeGreaterThan(20);
    await expect(before.model.forecast(dataset)).rejects.toThrow('Heads alone need no forecast.');
    before.close();
  });

  it('a tab closed in the middle: the run is resumed from its last epoch, with the losses of one that was not', async () => {
    const options = { epochs: 3, batchSize: 8, seed: 4, learningRate: { encoder: 1e-4 }, unfreeze: { layers: 2, gradual: { warmup: 0 } } };
    const runs = memoryCache();
    const caches = { models: memoryCache(), features: memoryCache() };
    const hostOver = (kept: FileCache) => nodeHost({ cache: async (kind) => (kind === 'runs' ? kept : caches[kind]) });
    const first = await open(hostOver(closingCache(runs)));
    const whole = await first.model.train(await few(first), options);
    first.close();
    const second = await open(hostOver(runs));
    const [interrupted] = await listRuns(second);
    expect(interrupted).toMatchObject({ id: whole.id, status: 'running', resumable: true });
    expect(interrupted.history).toHaveLength(1);
    await expect(second.model.useRun(whole.id)).rejects.toThrow('Resume it, then use it.');
    const other = await loadDataset(cityRows(3), 'jsonl', { client: second.client });
    const resume = (dataset: Dataset) => second.model.resumeRun(dataset, whole.id);
    await expect(resume(other)).rejects.toThrow('This run trains on other rows');
    const resumed = await resume(await few(second));
    const told = ({ history }: RunDetails) => history.map(({ epoch, train, validation }) => ({ epoch, train, validation }));
    expect(told(resumed)).toEqual(told(whole));
    expect(resumed.status).toBe('finished');
    expect((await listRuns(second))[0].resumable).toBeUndefined();
    await expect(resume(other)).rejects.toThrow('Where this run left off is no longer in the browser’s storage');
    second.close();
  });

  it('one head frozen: it keeps its values, its loss still moves the encoder, and its drift is told', async () => {
    const frozen = await open();
    const data = await few(frozen);
    const options = { epochs: 2, batchSize: 8, learningRate: { encoder: 5e-3 }, unfreeze: { layers: 1 }, freeze: { taskA: true } } as const;
    const drifting = await frozen.model.train(data, { ...options, frozenLoss: false, drift: { tolerance: 0, stop: false } });
    const [drift] = drifting.history[0].drift ?? [];
    expect(drift).toMatchObject({ task: 'taskA', metric: 'macroF1', better: 'higher' });
    expect(drift.before).toBeCloseTo(drifting.before?.taskA?.macroF1 ?? -1, 6);
    expect(drifting.history[0].train.losses.taskA).toBeUndefined();
    frozen.close();
    const counted = await open();
    const both = await counted.model.train(await few(counted), options);
    expect(both.history[0].train.losses.taskA).toBeGreaterThan(0);
    expect(both.history[1].train.losses.taskA).toBeLessThan(both.history[0].train.losses.taskA ?? 0);
    counted.close();
  });
});
