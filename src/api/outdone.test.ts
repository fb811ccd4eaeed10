/** A run that is behind the one in use, through the library's face, in Node on the CPU. */
import { expect, it } from 'vitest';
import { cityRows } from '../testing/cityRows';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

it('the run that is in use stays where it scored higher; the new one is kept and can be taken; an encoder is put back as well', async () => {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(cityRows(4), 'jsonl', { client });
  const { tasks } = dataset.info;
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  const text = ['Oslo lies far away.'];
  const answers = async () => (await model.predict(text)).items;
  const good = await model.train(dataset, { epochs: 40, keepBetter: true });
  expect(good.outdone).toBeUndefined();
  const before = await answers();

  // New heads that never move: as bad as chance.
  const frozen = Object.fromEntries(Object.keys(tasks).map((name) => [name, true]));
  const bad = await model.train(dataset, { freeze: frozen, freshHeads: true, seed: 3, keepBetter: true });
  expect(bad.outdone).toMatchObject({ by: good.id, stays: true });
  for (const { task, metric, before: was, now } of bad.outdone?.metrics ?? []) {
    expect(was).toBe(good.metrics[task][metric]);
    expect(now).toBe(bad.metrics[task][metric]);
    expect(now).toBeLessThan(was);
  }
  expect(await answers()).toEqual(before);
  await model.useRun(bad.id);
  expect(await answers()).not.toEqual(before);
  await model.useRun(good.id);

  // One step at a rate that ruins what the heads know.
  const ruined = { unfreeze: { layers: 1 }, epochs: 1, warmupRatio: 0, batchSize: 12, learningRate: { encoder: 3 } } as const;
  const open = await model.train(dataset, { ...ruined, keepBetter: true });
  expect(open.tuned).toBeDefined();
  expect(open.outdone).toMatchObject({ by: good.id, stays: true });
  expect(model.id).toBe('all-MiniLM-L6-v2');
  expect(await answers()).toEqual(before);

  const taken = await model.train(dataset, { freeze: frozen, freshHeads: true, seed: 3 });
  expect(taken.outdone).toMatchObject({ by: good.id, stays: false });
  expect(await answers()).not.toEqual(before);
  close();
});
