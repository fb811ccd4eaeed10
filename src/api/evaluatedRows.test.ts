/** Evaluated rows against probabilities and losses computed here, in float64, from the outputs that `forward` gives. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EntitiesAnswer } from '../tasks/entities/decode';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import type { EvaluatedRow } from '../workers/protocol';
import { type Dataset, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const { client, close } = connect(nodeHost());
let dataset: Dataset;
let model: MultiTaskSentenceTransformer;
let rows: Record<string, EvaluatedRow[]>;

beforeAll(async () => {
  dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
  const { topic, extras, score, entities } = dataset.info.tasks;
  const tasks = { topic, extras, score, entities };
  model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  // Neither calibrated, nor with thresholds of its own.
  await model.train(dataset, { epochs: 2, batchSize: 16, seed: 3, calibration: 'none', freeze: { extras: true } });
  rows = await model.evaluatedRows(dataset);
});
afterAll(close);

/** The outputs of a sentence's head, a row of numbers for each text. */
async function outputsOf(task: string): Promise<number[][]> {
  const { logits } = await model.forward(await model.tokenize(rows[task].map(({ text }) => text)));
  const { data, shape } = logits[task];
  const width = shape[1];
  return rows[task].map((_, i) => [...data.slice(i * width, (i + 1) * width)]);
}

it('has every labelled row with its label, by task', async () => {
  const told = (await Promise.all((['train', 'validation', 'test'] as const).map((split) => dataset.rows(split, 0, 100)))).flat();
  expect(Object.keys(rows)).toEqual(['topic', 'extras', 'score', 'entities']);
  for (const [task, found] of Object.entries(rows)) {
    expect(found.map(({ text, actual }) => ({ text, actual }))).toEqual(told.map(({ text, labels }) => ({ text, actual: labels[task] })));
    expect(found.map(({ index }) => index)).toEqual(told.map((_, i) => i));
  }
});

it('a class: its probability and the cross-entropy of the label', async () => {
  const { labels } = model.tasks.topic as unknown as { labels: string[] };
  for (const [i, own] of (await outputsOf('topic')).entries()) {
    const { answer, actual, confidence, loss, wrong } = rows.topic[i];
    const sum = own.reduce((all, logit) => all + Math.exp(logit), 0);
    const probabilities = own.map((logit) => Math.exp(logit) / sum);
    const highest = probabilities.indexOf(Math.max(...probabilities));
    expect(answer).toBe(labels[highest]);
    expect(wrong).toBe(answer !== actual);
    expect(confidence).toBeCloseTo(probabilities[highest], 4);
    expect(loss).toBeCloseTo(-Math.log(probabilities[labels.indexOf(actual as string)]), 4);
  }
});

it('several labels: the mean binary cross-entropy', async () => {
  const { labels } = model.tasks.extras as unknown as { labels: string[] };
  for (const [i, own] of (await outputsOf('extras')).entries()) {
    const { answer, actual, loss } = rows.extras[i];
    const probabilities = own.map((logit) => 1 / (1 + Math.exp(-logit)));
    expect(answer).toEqual(labels.filter((_, k) => probabilities[k] >= 0.5));
    const losses = labels.map((name, k) => -Math.log((actual as string[]).includes(name) ? probabilities[k] : 1 - probabilities[k]));
    expect(loss).toBeCloseTo(losses.reduce((all, one) => all + one) / losses.length, 4);
  }
});

it('a number: the squared difference, and never wrong; entities: those of predict', async () => {
  const { items } = await model.predict(rows.score.map(({ text }) => text));
  for (const [i, { tasks }] of items.entries()) {
    const { value } = tasks.score as { value: number };
    const { actual, answer, loss, confidence, wrong } = rows.score[i];
    expect(answer).toBeCloseTo(value, 4);
    expect(loss).toBeCloseTo((value - (actual as number)) ** 2, 3);
    expect([confidence, wrong]).toEqual([undefined, false]);
    const { entities } = tasks.entities as EntitiesAnswer;
    expect(rows.entities[i].answer).toEqual(entities.map(({ start, end, label }) => ({ start, end, label })));
  }
});

it('of one split, the same rows under the same numbers', async () => {
  const test = await model.evaluatedRows(dataset, { split: 'test' });
  for (const [task, found] of Object.entries(rows)) {
    expect(test[task].map(({ index, answer }) => [index, answer])).toEqual(
      found.filter(({ split }) => split === 'test').map(({ index, answer }) => [index, answer]),
    );
  }
  expect(test.topic).toHaveLength(6);
  await expect(model.evaluatedRows(dataset, { split: 'dev' as 'test' })).rejects.toThrow('split is train, validation or test, not dev.');
  await expect(model.evaluate(dataset, { split: 'dev' as 'test' })).rejects.toThrow('split is train, validation or test, not dev.');
});
