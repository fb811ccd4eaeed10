/** Recipes through the library's face, in Node on the CPU. */
import { expect, it } from 'vitest';
import { cityRows } from '../testing/cityRows';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { listRuns } from './runs';

/** Texts with their mood, without a word of who validates. */
const MOODS = manyTaskRows()
  .split('\n')
  .slice(0, 20)
  .map((line) => JSON.parse(line) as { text: string; mood: string })
  .map(({ text, mood }) => JSON.stringify({ text, mood }))
  .join('\n');

async function open(rows: string) {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(rows, 'jsonl', { client });
  const { tasks } = dataset.info;
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  return { client, close, dataset, model };
}

it('few labels: all rows train, in a head that the recipe chooses, and the run keeps what was changed apart', async () => {
  const { client, close, dataset, model } = await open(MOODS);
  const run = await model.train(dataset, { recipe: 'fewLabels', contrastive: { pairs: 8, layers: 1 } });
  expect(run.status).toBe('finished');
  expect(run.options).toMatchObject({ validation: 'none', contrastive: { task: 'mood', pairs: 8, layers: 1 } });
  expect(run.recipe).toMatchObject({ name: 'fewLabels', title: 'Few labels', options: { contrastive: { pairs: 0, layers: 'all' } } });
  expect(run.note).toContain('found on 20 labelled rows, all there are');
  expect(run.note).toContain('the names of its 2 classes each weigh as much as 1 labelled row');
  expect(run.note).toContain('are not calibrated, because the encoder has learned from all labelled rows');
  expect(model.tasks.mood).toMatchObject({ head: 'names' });
  const [kept] = await listRuns({ client });
  expect(kept.recipe?.name).toBe('fewLabels');
  // The encoder is another one now, with a head that has learned: it goes on from there.
  const next = await model.train(dataset, { recipe: 'fineTuneTop', epochs: 1, unfreeze: { layers: 1 } });
  expect(next.options).toMatchObject({ learningRate: { encoder: 1e-4 }, validation: 'none', batchSize: 8 });
  expect(next.tasks.mood).toMatchObject({ head: 'names' });
  expect(next.comparison?.split).toBe('train');
  close();
});

it('auto is what is proposed here: with entities to learn, heads on a frozen encoder', async () => {
  const { close, dataset, model } = await open(cityRows(4));
  const run = await model.train(dataset, { recipe: 'auto', epochs: 2 });
  expect(run.recipe?.name).toBe('frozenHeads');
  expect(run.options.epochs).toBe(2);
  expect(run.options.unfreeze).toBeUndefined();
  await expect(model.train(dataset, { recipe: 'fewLabels' })).rejects.toThrow(
    /^The recipe fewLabels cannot be used here: .*can only learn step by step/,
  );
  await expect(model.train(dataset, { recipe: 'best' as 'auto' })).rejects.toThrow(
    'There is no recipe "best". The recipes are auto, namesOnly, fewLabels, ',
  );
  // A learning curve knows recipes as well.
  const curve = await model.learningCurve(dataset, { recipe: 'frozenHeads', epochs: 1, draws: 1 });
  expect(Object.keys(curve.tasks)).toEqual(Object.keys(dataset.info.tasks));
  await expect(model.learningCurve(dataset, { recipe: 'fewLabels' })).rejects.toThrow(/^The recipe fewLabels cannot be used here: /);
  close();
});
