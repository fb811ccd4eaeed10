/** A PyTorch project through the library's face: from settings, from a finished run, and from one that was interrupted. Python runs what it holds in reference/. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileCache } from '../model/fileCache';
import { memoryCache } from '../storage/memoryCache';
import { cityRows } from '../testing/cityRows';
import { closingCache } from '../testing/closingCache';
import { connect, nodeHost } from '../testing/nodeHost';
import { SMALL, startSmallHub } from '../testing/smallHub';
import { readTensors } from '../train/runs/runState';
import type { ComputeClient } from '../workers/client';
import { type Dataset, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

type Files = Record<string, Uint8Array>;

const unzipped = async (blob: Blob): Promise<Files> => unzipSync(new Uint8Array(await blob.arrayBuffer()));
const json = (files: Files, path: string) => JSON.parse(new TextDecoder().decode(files[path]));
const lines = (files: Files, path: string) =>
  new TextDecoder()
    .decode(files[path])
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const hub = await startSmallHub();
afterAll(() => hub.close());

describe('a PyTorch project', () => {
  let client: ComputeClient;
  let close: () => void;
  let model: MultiTaskSentenceTransformer;
  let dataset: Dataset;

  beforeAll(async () => {
    ({ client, close } = connect(nodeHost()));
    dataset = await loadDataset(cityRows(5), 'jsonl', { client });
    model = await MultiTaskSentenceTransformer.fromPretrained(SMALL, {
      tasks: dataset.info.tasks,
      device: 'wasm',
      client,
      endpoint: hub.url,
    });
  });
  afterAll(() => close());

  it('is refused without a data set, saying so, and offered with one', async () => {
    const offered = async (given?: Dataset) => (await model.saveTargets({ dataset: given })).find(({ name }) => name === 'pytorch-project');
    expect(await offered()).toMatchObject({ refused: expect.stringMatching(/data set: load one first/) });
    expect(await offered(dataset)).not.toHaveProperty('refused');
    await expect(model.save('pytorch-project')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('has rows, settings, weights and a program', async () => {
    const files = await unzipped((await model.save('pytorch-project', { dataset, training: { epochs: 7, unfreeze: { layers: 1 } } })).blob);
    for (const path of ['train.py', 'evaluate.py', 'train.slurm', 'README.md', 'requirements.txt', 'tandem_project/losses.py'])
      expect(files[path].length).toBeGreaterThan(50);
    for (const path of ['config.json', 'tokenizer.json', 'model.safetensors', 'heads.json', 'heads.safetensors'])
      expect(files[`model/${path}`].length).toBeGreaterThan(50);
    expect(json(files, 'run.json').options).toMatchObject({ epochs: 7, unfreeze: { layers: 1 }, schedule: 'linear' });
    const [row] = lines(files, 'data/train.jsonl');
    expect(row).toMatchObject({ text: 'Oslo lies by the water.', labels: { label: 'place', spans: [{ start: 0, end: 4, label: 'LOC' }] } });
    expect(row.targets.label).toEqual([0]);
    expect(row.read.text.pieces.slice(0, 4)).toEqual([0, 4, 5, 9]);
    expect(lines(files, 'data/train.jsonl')).toHaveLength(10);
    expect(lines(files, 'data/validation.jsonl')).toHaveLength(2);
    expect(Object.keys(files).some((path) => path.startsWith('checkpoint/'))).toBe(false);
  });

  it('a model with other tasks gets new heads for those of the data set', async () => {
    const other = await MultiTaskSentenceTransformer.fromPretrained(SMALL, {
      tasks: { unrelated: { kind: 'regression' } },
      device: 'wasm',
      client,
      endpoint: hub.url,
    });
    const files = await unzipped((await other.save('pytorch-project', { dataset })).blob);
    expect(Object.keys(json(files, 'model/heads.json'))).toEqual(Object.keys(dataset.info.tasks));
    await other.dispose();
  });

  it('a finished run gives its settings', async () => {
    const run = await model.train(dataset, { epochs: 3, batchSize: 5, seed: 9 });
    const files = await unzipped((await model.save('pytorch-project', { dataset, run: run.id })).blob);
    expect(json(files, 'run.json').options).toMatchObject({ epochs: 3, batchSize: 5, seed: 9 });
    expect(files).not.toHaveProperty('checkpoint/state.json');
  });

  it('an interrupted run gives where it was: steps, moments by name, the best epoch; other rows are refused', async () => {
    const runs = memoryCache();
    const caches = { models: memoryCache(), features: memoryCache() };
    const hostOver = (kept: FileCache) => connect(nodeHost({ cache: async (kind) => (kind === 'runs' ? kept : caches[kind]) }));
    const opened = async ({ client: own }: { client: ComputeClient }, cities = 5) => {
      const rows = await loadDataset(cityRows(cities), 'jsonl', { client: own });
      const tasks = rows.info.tasks;
      return {
        rows,
        model: await MultiTaskSentenceTransformer.fromPretrained(SMALL, { tasks, device: 'wasm', client: own, endpoint: hub.url }),
      };
    };
    const first = hostOver(closingCache(runs));
    const before = await opened(first);
    const { id } = await before.model.train(before.rows, { epochs: 3, batchSize: 5, unfreeze: { layers: 1 } });
    first.close();
    const second = hostOver(runs);
    const after = await opened(second);
    const files = await unzipped((await after.model.save('pytorch-project', { dataset: after.rows, run: id })).blob);
    const { epoch, step, steps, best } = json(files, 'checkpoint/state.json');
    expect({ epoch, step }).toEqual({ epoch: 1, step: 2 });
    expect(steps['encoder.layer.2.output.dense.weight']).toBe(2);
    expect(best.chosen.epoch).toBe(1);
    const tensors = readTensors(files['checkpoint/state.safetensors'] as Uint8Array<ArrayBuffer>, 'the checkpoint');
    expect(tensors.get('encoder.layer.2.attention.self.query.weight/exp_avg')?.data).toHaveLength(32 * 32);
    expect(tensors.has('value/encoder.layer.1.output.dense.weight')).toBe(false);
    const other = await loadDataset(cityRows(4), 'jsonl', { client: second.client });
    await expect(after.model.save('pytorch-project', { dataset: other, run: id })).rejects.toThrow('This run trains on other rows');
    second.close();
  });
});
