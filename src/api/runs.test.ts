/** Kept runs through the library's face; interrupted ones are in encoderTraining.test.ts. */
import { expect, it } from 'vitest';
import { cityRows } from '../testing/cityRows';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { listRuns, removeRun } from './runs';

it('kept runs are listed, the newest first, used on a later visit, and removed', async () => {
  const host = nodeHost();
  /** A visit: a worker of its own, whose storage outlives it. */
  const visit = async (surroundings = host) => {
    const { client, close } = connect(surroundings);
    const dataset = await loadDataset(cityRows(4), 'jsonl', { client });
    const { tasks } = dataset.info;
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
    return { client, close, dataset, model };
  };
  const texts = ['Oslo lies far away.'];
  const first = await visit();
  const before = await first.model.train(first.dataset, { epochs: 1 });
  const { items } = await first.model.predict(texts);
  const { id } = await first.model.train(first.dataset, { epochs: 3, freshHeads: true, seed: 9 });
  expect((await first.model.predict(texts)).items).not.toEqual(items);
  first.close();

  const later = await visit();
  expect((await listRuns(later)).map((run) => run.id)).toEqual([id, before.id]);
  await later.model.useRun(before.id);
  expect((await later.model.predict(texts)).items).toEqual(items);
  await removeRun(before.id, later);
  expect(await listRuns(later)).toHaveLength(1);
  await expect(later.model.useRun(before.id)).rejects.toMatchObject({ code: 'missing-file' });
  expect(await later.model.datasetFit(later.dataset)).toMatchObject({ rows: 12, truncated: 0 });
  later.close();

  // Other weights under the same name, by one bit: too little for the model's reference vectors, and not what the heads know.
  const changed: typeof host.fetch = async (input, init) => {
    // A site whose folder was put together by hand has no checksums of it.
    if (String(input).endsWith('/tandem.json')) return new Response(null, { status: 404 });
    const response = await host.fetch(input, init);
    if (!String(input).endsWith('.onnx_data')) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    bytes[bytes.length - 2] ^= 1;
    return new Response(bytes);
  };
  const last = await visit({ ...host, fetch: changed });
  await expect(last.model.useRun(id)).rejects.toThrow('The heads of this run were trained on other weights than all-MiniLM-L6-v2 has now');
  last.close();
});
