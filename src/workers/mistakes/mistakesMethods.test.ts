/** Evaluated rows against what the same heads answer by other ways, and filters against plain loops over all rows. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sameLabel } from '../../data/sameLabel';
import { manyTaskRows } from '../../testing/manyTasks';
import { connect, nodeHost } from '../../testing/nodeHost';
import type { EvaluatedRow, EvaluationInfo, EvaluationView, LoadedModel } from '../protocol';

const { client, close } = connect(nodeHost());
let model: LoadedModel;
let dataset: number;
let info: EvaluationInfo;

beforeAll(async () => {
  const source = { kind: 'text', name: 'many.jsonl', text: manyTaskRows() } as const;
  const loaded = await client.call('loadDataset', { source });
  dataset = loaded.dataset;
  const { topic, extras, entities, score } = loaded.tasks;
  model = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'wasm', tasks: { topic, extras, entities, score }, seed: 3 });
  info = await client.call('openEvaluation', { handle: model.handle, dataset });
});
afterAll(close);

const rowsOf = (view: EvaluationView) => client.call('evaluatedRows', { evaluation: info.evaluation, view, from: 0, count: 1000 });
const numbers = (rows: EvaluatedRow[]) => rows.map(({ index }) => index);

it('rows are those of the Label tab, with the answers of predict, and their losses make up the loss of evaluate', async () => {
  const outline = await client.call('labelOutline', { dataset });
  const told = await client.call('rowsToLabel', { dataset, rows: outline.keys.map((_, i) => i) });
  for (const { name, column, splits } of info.tasks) {
    expect(column).toBe(name);
    const rows = await rowsOf({ task: name });
    expect(numbers(rows)).toEqual(told.map(({ index }) => index));
    const predicted = await client.call('predict', { handle: model.handle, texts: rows.map(({ text }) => ({ text })) });
    for (const [i, { key, index, split, text, actual, answer, wrong }] of rows.entries()) {
      expect([key, split, text, actual]).toEqual([outline.keys[index], told[index].split, told[index].text, told[index].labels[column]]);
      const said = predicted[i].tasks[name] as Record<string, unknown>;
      if (name === 'topic') expect(answer).toBe(said.label);
      if (name === 'extras') expect(answer).toEqual(said.labels);
      if (name === 'score') expect(answer).toBeCloseTo(said.value as number, 4);
      if (name === 'entities') expect(answer).toHaveLength((said.entities as unknown[]).length);
      expect(wrong).toBe(name !== 'score' && !sameLabel(actual, answer));
    }
    for (const { split, rows: count, wrong } of splits) {
      const own = rows.filter((row) => row.split === split);
      expect([own.length, own.filter((row) => row.wrong).length]).toEqual([count, wrong]);
      const metrics = await client.call('evaluate', { handle: model.handle, dataset, split });
      const mean = own.reduce((sum, { loss = Number.NaN }) => sum + loss, 0) / own.length;
      if (name === 'topic' || name === 'extras') expect(mean).toBeCloseTo(metrics[name].loss, 4);
      if (name === 'score') expect(mean).toBeCloseTo(metrics[name].mse, 4);
    }
  }
});

it('filters and orders are those of a loop over all rows', async () => {
  const all = await rowsOf({ task: 'topic' });
  const [{ actual, answer }] = all.filter(({ wrong }) => wrong);
  const cell = all.filter((row) => row.actual === actual && row.answer === answer);
  expect(numbers(await rowsOf({ task: 'topic', actual: actual as string, predicted: answer as string }))).toEqual(numbers(cell));
  const wrong = all.filter((row) => row.wrong && row.split === 'train').sort((a, b) => (b.loss ?? 0) - (a.loss ?? 0) || a.index - b.index);
  const view: EvaluationView = { task: 'topic', wrong: true, split: 'train', order: { by: 'loss', first: 'most' } };
  expect(numbers(await rowsOf(view))).toEqual(numbers(wrong));
  expect([...(await client.call('evaluatedOrder', { evaluation: info.evaluation, view }))]).toEqual(numbers(wrong));
  const counts = await client.call('evaluationCounts', { evaluation: info.evaluation, view });
  const train = all.filter((row) => row.split === 'train');
  expect(counts).toMatchObject({ rows: wrong.length, of: train.length, wrong: wrong.length });
  for (const [name, times] of counts.actual) expect(times).toBe(train.filter((row) => row.actual === name).length);
  const sure = [...all].sort((a, b) => (a.confidence ?? 0) - (b.confidence ?? 0) || a.index - b.index);
  expect(numbers(await rowsOf({ task: 'topic', order: { by: 'confidence', first: 'least' } }))).toEqual(numbers(sure));
});

it('of lists, a name with mistakes alone is one that was missed, or given wrongly', async () => {
  const all = await rowsOf({ task: 'extras' });
  const [actual, answer] = [(row: EvaluatedRow) => row.actual as string[], (row: EvaluatedRow) => row.answer as string[]];
  const missed = all.filter((row) => actual(row).includes('rain') && !answer(row).includes('rain'));
  const given = all.filter((row) => answer(row).includes('rain') && !actual(row).includes('rain'));
  expect(missed.length + given.length).toBeGreaterThan(0);
  expect(numbers(await rowsOf({ task: 'extras', actual: 'rain', wrong: true }))).toEqual(numbers(missed));
  expect(numbers(await rowsOf({ task: 'extras', predicted: 'rain', wrong: true }))).toEqual(numbers(given));
  expect(numbers(await rowsOf({ task: 'extras', actual: null }))).toEqual(numbers(all.filter((row) => actual(row).length === 0)));
});

it('what is gone or was not evaluated is refused in words', async () => {
  await expect(rowsOf({ task: 'mood' })).rejects.toThrow(/mood was not evaluated \(there are: topic, /);
  await client.call('dropEvaluation', { evaluation: info.evaluation });
  await expect(rowsOf({ task: 'topic' })).rejects.toThrow(/Evaluate the rows again/);
});
