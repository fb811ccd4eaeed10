/** Probabilities that may be believed, through the library's face: what a run says, what answers from then on, and what a kept run gives back. */
import { describe, expect, it } from 'vitest';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

it('temperatures are taken into heads: the same answers, other probabilities, in evaluation, in Predict and in a kept run', async () => {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(
    manyTaskRows((i) => (Math.floor(i / 6) % 2 === 0 ? 'train' : 'validation')),
    'jsonl',
    { client },
  );
  const { mood, extras } = dataset.info.tasks;
  const tasks = { mood: { ...mood, head: 'logistic', C: 0.1 }, extras: { ...extras, head: 'logistic', C: 1 } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  const texts = ['A cook in Lima bakes bread, how awful.', 'The team of Oslo wins, how wonderful.'];
  const scores = async () =>
    (await model.predict(texts)).items.map(({ tasks: { mood: answer } }) => answer as { label: string; scores: number[] });

  const plain = await model.train(dataset, { seed: 3, calibration: 'none' });
  const before = await scores();
  expect(plain.calibration?.mood).toMatchObject({ by: 'validation', why: expect.stringContaining('settings') });
  expect(plain.calibration?.mood.temperature).toBeUndefined();

  const run = await model.train(dataset, { seed: 3 });
  const { temperature = Number.NaN, before: was, after } = run.calibration?.mood ?? {};
  // Logistic regression that is held down this much is far from sure enough.
  expect(temperature).toBeLessThan(0.9);
  expect(after?.loss).toBeLessThan(was?.loss ?? 0);
  const now = await scores();
  expect(now.map(({ label }) => label)).toEqual(before.map(({ label }) => label));
  for (const [i, { scores: shares }] of now.entries()) {
    const odds = (all: number[]) => Math.log(all[0] / all[1]);
    expect(odds(shares) / odds(before[i].scores)).toBeCloseTo(1 / temperature, 3);
  }
  expect(run.metrics.mood.accuracy).toBe(plain.metrics.mood.accuracy);
  expect(run.metrics.extras.macroF1).toBe(plain.metrics.extras.macroF1);

  expect(await model.evaluate(dataset)).toEqual(run.metrics);
  const report = await model.evaluationReport(dataset);
  expect(report.mood.reliability?.error).toBeCloseTo(after?.error ?? Number.NaN, 5);
  expect(report.mood.rows).toBe(run.metrics.mood.count);
  const { low, high } = report.mood.metrics.accuracy;
  expect([low, high]).toEqual(run.intervals?.mood.accuracy);
  expect(report.mood.metrics.loss).toEqual({ value: run.metrics.mood.loss });

  await model.useRun(plain.id);
  expect(await scores()).toEqual(before);
  await model.useRun(run.id);
  expect(await scores()).toEqual(now);
  close();
});

it('where no rows validate, those of cross-validation calibrate heads that have learned from all', async () => {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
  const tasks = { mood: { ...dataset.info.tasks.mood, head: 'logistic', C: 0.1 } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  const all = dataset.info.summary.rows.train + dataset.info.summary.rows.validation;
  const run = await model.train(dataset, { validation: 'none', folds: 3, seed: 3 });
  expect(run.calibration?.mood).toMatchObject({ by: 'cross-validation', rows: all });
  expect(run.calibration?.mood.temperature).toBeLessThan(0.9);
  const [low, high] = run.crossValidation?.intervals?.mood.accuracy ?? [];
  expect(low ?? 1).toBeLessThan(run.crossValidation?.metrics.mood.accuracy ?? 0);
  expect(high ?? 0).toBeGreaterThan(run.crossValidation?.metrics.mood.accuracy ?? 1);
  close();
});

describe('without folds of a run and without validation rows', () => {
  const PEOPLE = ['cook', 'pilot', 'baker', 'singer', 'doctor', 'driver', 'farmer', 'sailor', 'tailor', 'teacher', 'painter', 'lawyer'];
  const DEEDS = ['won a match', 'lost a race', 'sold a house', 'bought shares'];
  /** Of sport in the first two, of money in the others; every sixth is wrong, so that nobody can be sure. */
  const lines = (split: string, offset: number) =>
    PEOPLE.flatMap((who, i) =>
      DEEDS.map((deed, j) => {
        const sport = j < 2 !== ((i + offset) * DEEDS.length + j) % 6 < 1;
        return JSON.stringify({ text: `The ${who} ${deed}${offset ? ' again' : ''}.`, topic: sport ? 'sport' : 'money', split });
      }),
    );

  async function opened(head: object) {
    const { client, close } = connect(nodeHost());
    const dataset = await loadDataset([...lines('train', 0), ...lines('test', 1)].join('\n'), 'jsonl', { client });
    const tasks = { topic: { kind: 'classification', labels: ['money', 'sport'], ...head } };
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
    return { dataset, model, close };
  }

  it('a solved head is calibrated by the rows that chose its C, each answered by values that had not seen it', async () => {
    const { dataset, model, close } = await opened({ head: 'logistic' });
    const plain = await model.train(dataset, { validation: 'none', calibration: 'none' });
    const run = await model.train(dataset, { validation: 'none' });
    const found = run.calibration?.topic;
    expect(found).toMatchObject({ by: 'cross-validation', rows: 48 });
    expect(found?.after?.loss).toBeLessThan(found?.before.loss ?? 0);
    expect(found?.test?.error).toBeLessThan(plain.calibration?.topic.test?.error ?? 0);
    expect(run.test?.topic.accuracy).toBe(plain.test?.topic.accuracy);
    expect(run.note).not.toContain('not calibrated');
    close();
  });

  it('what cannot be calibrated says so', async () => {
    const { dataset, model, close } = await opened({ head: 'logistic', C: 10 });
    const run = await model.train(dataset, { validation: 'none' });
    expect(run.calibration).toBeUndefined();
    expect(run.note).toContain('Probabilities of topic are not calibrated, because all labelled rows were needed for training');
    close();
  });
});
