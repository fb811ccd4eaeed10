/** Heads that are solved instead of trained, through the library's face. */
import { expect, it } from 'vitest';
import type { TaskConfig } from '../tasks/kind';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { type LoadDatasetOptions, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const SOLVED = { topic: 'logistic', mood: 'twoLayer', extras: 'logistic', score: 'ridge' };

async function open(names: (keyof typeof SOLVED)[], options: LoadDatasetOptions = {}) {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client, ...options });
  const tasks = Object.fromEntries(names.map((name): [string, TaskConfig] => [name, { ...dataset.info.tasks[name], head: SOLVED[name] }]));
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  return { client, dataset, model, close };
}

it('classes, several labels and numbers are solved at once, beside a head that learns step by step', async () => {
  const { dataset, model, close } = await open(['topic', 'mood', 'extras', 'score']);
  const run = await model.train(dataset, { epochs: 12, seed: 3 });
  expect(run.status).toBe('finished');
  expect(run.history).toHaveLength(12);
  expect(run.metrics.topic.accuracy).toBeGreaterThan(0.9);
  expect(run.metrics.mood.accuracy).toBeGreaterThan(0.8);
  expect(run.metrics.extras.macroF1).toBeGreaterThan(0.7);
  expect(run.metrics.score.pearson).toBeGreaterThan(0.8);
  expect(run.note).toMatch(/topic is logistic regression with C = [\d.]+, chosen by 5-fold cross-validation\./);
  expect(run.note).toMatch(/score is ridge regression with C = /);
  expect(run.note).toMatch(/It was found on \d+ labelled rows; \d+ were kept apart to validate\./);
  expect(await model.evaluate(dataset)).toEqual(run.metrics);
  const { items } = await model.predict(['A cook in Lima bakes bread, how awful.']);
  expect(items[0].tasks.topic).toMatchObject({ label: 'food' });
  close();
});

it('solving takes no epochs, is the same every time whatever the values before, and keeps a C that is given', async () => {
  const { dataset, model, close } = await open(['topic']);
  const logits = async () => (await model.forward(await model.tokenize(['A cook in Lima bakes bread.']))).logits.topic.data;
  const run = await model.train(dataset, { seed: 3 });
  expect(run.history).toEqual([]);
  const [first, answered] = [await logits(), run.metrics];
  const fixed = await model.train(dataset, { seed: 3, tasks: { topic: { C: 0.01 } } });
  expect(fixed.note).toMatch(/C = 0\.01\. /);
  expect(await logits()).not.toEqual(first);
  expect((await model.train(dataset, { seed: 3, tasks: { topic: { C: 0 } } })).metrics).toEqual(answered);
  expect(await logits()).toEqual(first);
  close();
});

it('rows that nothing keeps apart are all learned from, and the run says so; folds score each once', async () => {
  const { dataset, model, close } = await open(['topic', 'score']);
  const all = dataset.info.summary.rows.train + dataset.info.summary.rows.validation;
  const run = await model.train(dataset, { validation: 'none', folds: 3, seed: 3 });
  expect(run.note).toContain(`It was found on ${all} labelled rows, all there are: none were kept apart to validate.`);
  expect(run.metrics).toEqual({});
  expect(run.crossValidation?.folds).toBe(3);
  expect(run.crossValidation?.metrics.topic.count).toBe(all);
  expect(run.crossValidation?.metrics.topic.accuracy).toBeGreaterThan(0.8);
  close();
});
