import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadDataset } from '../api/Dataset';
import { MultiTaskSentenceTransformer } from '../api/MultiTaskSentenceTransformer';
import { listRuns } from '../api/runs';
import { cityRows } from '../testing/cityRows';
import { nodeOrt } from '../testing/nodeHost';
import { nodeHost } from './host';
import { startInProcess } from './inProcess';

const folder = mkdtempSync(join(tmpdir(), 'tandem-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXTS = ['Oslo lies far away.'];

it('runs and trained encoders are there for a later process, in the folder of its caches', async () => {
  const first = startInProcess(nodeHost(nodeOrt, folder));
  const dataset = await loadDataset(cityRows(4), 'jsonl', { client: first.client });
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
    tasks: dataset.info.tasks,
    client: first.client,
  });
  const run = await model.train(dataset, { epochs: 1, batchSize: 8, unfreeze: { layers: 1 } });
  expect(run.note).toBeUndefined();
  const { items } = await model.predict(TEXTS);
  first.terminate();

  const { client, terminate } = startInProcess(nodeHost(nodeOrt, folder));
  expect((await listRuns({ client })).map(({ id }) => id)).toEqual([run.id]);
  const later = await MultiTaskSentenceTransformer.fromPretrained(run.tuned ?? '', { tasks: run.tasks, client });
  await later.useRun(run.id);
  expect((await later.predict(TEXTS)).items).toEqual(items);
  expect(later.deviceStatus.verified).toBe(true);
  terminate();
});

it('whether a model has a file is answered without reading it', async () => {
  const { fetch, modelsUrl } = nodeHost(nodeOrt, folder);
  const ask = (path: string) => fetch(new URL(`all-MiniLM-L6-v2/${path}`, modelsUrl).href, { method: 'HEAD', purpose: 'bundled model' });
  expect(await ask('config.json')).toMatchObject({ status: 200, body: null });
  expect(await ask('nothing.json')).toMatchObject({ status: 404 });
});

it('what has a name is done by one at a time', async () => {
  const { exclusively } = nodeHost(nodeOrt, folder);
  const done: number[] = [];
  const job = (id: number) => async () => {
    done.push(id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push(id);
  };
  const { signal } = new AbortController();
  await Promise.all([exclusively('a', signal, job(1)), exclusively('a', signal, job(2))]);
  expect(done).toEqual([1, 1, 2, 2]);
});
