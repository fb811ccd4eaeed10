/** Sweeps, and what is said of runs, through the library's face, in Node on the CPU, with a model of a few thousand parameters. */
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { cityRows } from '../testing/cityRows';
import { connect, nodeHost } from '../testing/nodeHost';
import { tinyBert } from '../testing/tinyBert';
import type { Progress } from '../workers/protocol';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { describeRun, listRuns } from './runs';

const MODEL = [...tinyBert()].map(([path, content]) => new File([content as BlobPart], path));

async function open() {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(cityRows(8), 'jsonl', { client });
  const { tasks } = dataset.info;
  const model = await MultiTaskSentenceTransformer.fromPretrained(MODEL, { tasks, device: 'wasm', client });
  return { client, close, dataset, model };
}

const TEXT = ['Oslo lies far away.'];

it('each run is what train() comes to with the same options; the model stays as it is', async () => {
  const { client, close, dataset, model } = await open();
  const { items: before } = await model.predict(TEXT);
  const heard: Progress[] = [];
  const sweep = await model.sweep(dataset, {
    over: 'unfreeze.layers',
    values: [0, 1],
    seeds: [3, 8],
    epochs: 1,
    freshHeads: true,
    onProgress: (progress) => heard.push(progress),
  });
  expect((await model.predict(TEXT)).items).toEqual(before);
  expect(sweep).toMatchObject({ over: 'unfreeze.layers', planned: 4, failures: [] });
  expect(heard.flatMap((each) => (each.stage === 'sweep' ? [[each.run, each.runs, each.value]] : []))).toEqual([
    [1, 4, 0],
    [2, 4, 0],
    [3, 4, 1],
    [4, 4, 1],
  ]);
  expect(sweep.runs.map(({ options }) => [options.unfreeze?.layers, options.seed])).toEqual([
    [0, 3],
    [0, 8],
    [1, 3],
    [1, 8],
  ]);
  const kept = await listRuns({ client });
  expect(new Set(kept.map(({ sweep: part }) => part?.id))).toEqual(new Set([sweep.id]));
  expect(sweep.settings.map(({ value, runs }) => [value, runs])).toEqual([
    [0, sweep.runs.slice(0, 2).map(({ id }) => id)],
    [1, sweep.runs.slice(2).map(({ id }) => id)],
  ]);

  const alone = await model.train(dataset, { unfreeze: { layers: 1 }, seed: 8, epochs: 1, freshHeads: true });
  const [task] = Object.keys(dataset.info.tasks);
  expect(sweep.runs[3].metrics).toEqual(alone.metrics);
  expect(sweep.settings[1].metrics[task].loss.values).toEqual([sweep.runs[2].metrics[task].loss, alone.metrics[task].loss]);
  close();
});

it('a value that would be refused is refused before the first run; a stop ends the sweep with what there is', async () => {
  const { client, close, dataset, model } = await open();
  const refused = model.sweep(dataset, { over: 'batchSize', values: [8, 0] });
  await expect(refused).rejects.toThrow(
    /^No run was started, because the one with batchSize 0 would be refused: batchSize is 0; it must be /,
  );
  await expect(model.sweep(dataset, { over: 'optimizer', values: ['sgd'] })).rejects.toThrow('There is no option "optimizer".');
  expect(await listRuns({ client })).toEqual([]);

  const controller = new AbortController();
  let runs = 0;
  const onProgress = ({ stage }: Progress) => {
    if (stage === 'sweep' && ++runs === 2) controller.abort();
  };
  const stopped = await model.sweep(dataset, { values: [1, 2, 3], epochs: 2, signal: controller.signal, onProgress });
  expect(stopped.planned).toBe(3);
  expect(runs).toBe(2);
  expect(stopped.settings[0].runs).toEqual([stopped.runs[0].id]);
  close();
});

it('a name and notes are in the list of runs and in the card of an export', async () => {
  const { client, close, dataset, model } = await open();
  const { id } = await model.train(dataset, { epochs: 1 });
  expect(await describeRun(id, { name: 'base | line', notes: 'first\ntry' }, { client })).toEqual({
    name: 'base | line',
    notes: 'first\ntry',
  });
  expect(await describeRun(id, { pinned: true }, { client })).toMatchObject({ name: 'base | line', pinned: true });
  expect((await listRuns({ client }))[0].about).toEqual({ name: 'base | line', notes: 'first\ntry', pinned: true });
  const { blob } = await client.call('exportModel', { handle: 1, target: 'tandem' });
  const card = new TextDecoder().decode(unzipSync(new Uint8Array(await blob.arrayBuffer()))['README.md']);
  expect(card).toContain('| Run | base   line |');
  expect(card).toContain('## Notes\n\nfirst\ntry\n');
  close();
});
