/** Texts without a label beside some that have one, through the library's face. */
import { afterEach, expect, it, vi } from 'vitest';
import { Encoder } from '../inference/encoder';
import { connect, nodeHost } from '../testing/nodeHost';
import type { TrainOptionsInput } from '../train/plan/options';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const SUBJECTS = ['My card', 'The new card', 'A transfer', 'The payment', 'My account', 'The refund', 'A cheque'];
const ENDS = [
  'has not arrived',
  'was stolen on a train',
  'cost me too much',
  'is still pending',
  'was declined abroad',
  'shows a wrong amount',
];
const TEXTS = SUBJECTS.flatMap((subject) => ENDS.map((end) => `${subject} ${end}.`)).flatMap((text) => [
  text,
  `Hello! ${text}`,
  `${text} Please help.`,
]);
const LABELLED = [
  { text: 'Where is my card?', topic: 'card' },
  { text: 'I lost my debit card.', topic: 'card' },
  { text: 'Send money to a friend.', topic: 'transfer' },
  { text: 'How long does a transfer take?', topic: 'transfer' },
];
const LOGISTIC = { topic: { head: 'logistic' } };

async function trained(rows: object[], options: TrainOptionsInput) {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
  const tasks = { topic: { kind: 'classification', labels: ['card', 'transfer'] } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  try {
    const run = await model.train(dataset, { validation: 'none', ...options });
    const { items } = await model.predict(TEXTS.slice(0, 20));
    return { run, scores: items.flatMap(({ tasks: { topic } }) => (topic as { scores: number[] }).scores) };
  } finally {
    close();
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

const rows = [...LABELLED, ...TEXTS.map((text) => ({ text }))];

it('they change what a head of one layer answers, and the run says how many there were', async () => {
  const alone = await trained(LABELLED, { tasks: LOGISTIC });
  const { run, scores } = await trained(rows, { tasks: LOGISTIC });
  expect(run.note).toContain(`${TEXTS.length} texts without a label. It was found on 4 labelled rows`);
  expect(Math.max(...scores.map((score, i) => Math.abs(score - alone.scores[i])))).toBeGreaterThan(0.02);
  const ignoring = await trained(rows, { tasks: { topic: { ...LOGISTIC.topic, unlabelled: 'ignore' } } });
  expect(ignoring.run.note).not.toContain('without a label');
  expect(ignoring.scores).toEqual(alone.scores);
});

it('the run says that there were too few', async () => {
  const { run } = await trained(rows.slice(0, 50), { tasks: LOGISTIC });
  expect(run.note).toContain('46 texts without a label are too few to learn from: 2 classes need at least 100.');
});

it('two layers are read where they help: on a frozen encoder, not once it has learned from pairs', async () => {
  const features = vi.spyOn(Encoder.prototype, 'features');
  const layersOf = async (options: TrainOptionsInput, of = rows) => {
    features.mockClear();
    await trained(of, { tasks: LOGISTIC, ...options });
    return new Set(features.mock.calls.filter(([texts]) => texts.length >= LABELLED.length).map(([, , how]) => how?.pooledBefore ?? false));
  };
  expect(await layersOf({})).toContain(true);
  expect(await layersOf({ contrastive: { pairs: 2 } })).toEqual(new Set([false]));
  expect(await layersOf({}, rows.slice(0, 50))).toEqual(new Set([false]));
});

it('heads that take turns in a cross-validation have their help, too', async () => {
  const { run } = await trained(rows, { tasks: LOGISTIC, folds: 2 });
  expect(run.crossValidation).toMatchObject({ folds: 2, metrics: { topic: { count: 4 } } });
  expect(run.note).toContain('texts without a label');
});

it('the run says how many were too much to read', async () => {
  const long = Array.from({ length: 6 }, (_, i) => ({ text: `${'Where is it? '.repeat(8000)}${i}` }));
  const { run } = await trained([...LABELLED, ...long], { tasks: LOGISTIC });
  // Of 104,001 characters each, four are within the 500,000 that are read.
  expect(run.note).toContain('2 more texts without a label were not read, as that would take too long.');
});

it('a head of two layers cannot be told to learn from them', async () => {
  await expect(trained(rows, { tasks: { topic: { unlabelled: 'use' } } })).rejects.toThrow(
    "A head of two layers cannot learn from texts without a label: set head: 'logistic', or leave unlabelled out.",
  );
  await expect(trained(rows, { tasks: { topic: { head: 'logistic', unlabelled: 'maybe' } } })).rejects.toThrow('unlabelled');
});
