/** How scores rise with rows, through the library's face. */
import { expect, it } from 'vitest';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import type { Progress } from '../workers/protocol';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

async function open() {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
  const { topic, mood } = dataset.info.tasks;
  const tasks = { topic: { ...topic, head: 'logistic', C: 10 }, mood };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  return { dataset, model, close };
}

it('heads learn from subsets of several sizes, and the model stays as it is', async () => {
  const { dataset, model, close } = await open();
  const before = await model.predict(['A cook in Lima bakes bread.']);
  const heard: Progress[] = [];
  const curve = await model.learningCurve(dataset, { draws: 2, epochs: 3, seed: 3, onProgress: (progress) => heard.push(progress) });
  // Seven rows are kept apart: too few, so that all take turns.
  expect(curve.folds).toBe(5);
  const { rows } = dataset.info.summary;
  const { topic, mood } = curve.tasks;
  expect(topic.evaluated).toBe(rows.train + rows.validation);
  expect(topic.metric).toBe('macroF1');
  const sizes = [...new Set(topic.points.map((point) => point.rows))];
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  expect(topic.points.map(({ draw }) => draw)).toEqual([...sizes.slice(1).flatMap(() => [0, 1]), 0]);
  expect(mood.points).toHaveLength(topic.points.length);
  const mean = (size: number) => {
    const scores = topic.points.filter((point) => point.rows === size).map(({ score }) => score);
    return scores.reduce((a, b) => a + b) / scores.length;
  };
  expect(mean(Math.max(...sizes))).toBeGreaterThan(mean(Math.min(...sizes)));
  expect(heard.filter(({ stage }) => stage === 'curve')).toHaveLength(topic.points.length);
  expect(await model.predict(['A cook in Lima bakes bread.'])).toEqual(before);
  close();
});

it('is refused with an open encoder and for shares that make no sense, and can be stopped', async () => {
  const { dataset, model, close } = await open();
  await expect(model.learningCurve(dataset, { unfreeze: { layers: 1 } })).rejects.toThrow(/frozen encoder/);
  await expect(model.learningCurve(dataset, { fractions: [0, 1] })).rejects.toThrow(/fractions/);
  await expect(model.learningCurve(dataset, { draws: 0 })).rejects.toThrow(/draws/);
  const controller = new AbortController();
  const drawing = model.learningCurve(dataset, {
    signal: controller.signal,
    onProgress: ({ stage }) => stage === 'curve' && controller.abort(),
  });
  await expect(drawing).rejects.toMatchObject({ code: 'aborted' });
  close();
});
