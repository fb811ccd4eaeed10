/** Texts of some 1,500 words: what lies beyond the model's limit is found by windows, and lost and counted where it is cut. */
import { describe, expect, it } from 'vitest';
import type { Span } from '../data/dataset';
import type { EntitiesAnswer } from '../tasks/entities/decode';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer, type TrainCallOptions } from './MultiTaskSentenceTransformer';

const NAMES = ['Ada', 'Bob', 'Zoë', 'Carla'];
const FILLER = 'the boat went on along the quiet river and nobody said a word until evening came .'.split(' ');

/** Words with a name at the beginning, around the limit, in the middle and at the end. */
function longRow(n: number, kind: string, length = 1500) {
  const words = Array.from({ length }, (_, i) => FILLER[(i + n) % FILLER.length]);
  for (const [k, at] of [3, 244 + 10 * n, 960, 1490].filter((place) => place < length).entries()) words[at] = NAMES[(k + n) % NAMES.length];
  const text = words.join(' ');
  const entities = [...text.matchAll(/Ada|Bob|Zoë|Carla/g)].map(
    ({ 0: name, index }): Span => ({ start: index, end: index + name.length, label: 'PER' }),
  );
  return { text, entities, kind };
}

const LONG = [longRow(0, 'river'), longRow(1, 'river')];
const SHORT = [
  {
    text: 'Ada met Bob.',
    entities: [
      { start: 0, end: 3, label: 'PER' },
      { start: 8, end: 11, label: 'PER' },
    ],
    kind: 'meeting',
  },
  {
    text: 'Zoë left Carla.',
    entities: [
      { start: 0, end: 3, label: 'PER' },
      { start: 9, end: 14, label: 'PER' },
    ],
    kind: 'meeting',
  },
];
const ROWS = [...LONG, ...SHORT];

async function trained(options: TrainCallOptions, texts = ROWS) {
  const { client, close } = connect(nodeHost());
  const rows = (['train', 'validation'] as const).flatMap((split) => texts.map((row) => ({ ...row, split })));
  const dataset = await loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
  const tasks = { ...dataset.info.tasks, entities: { ...dataset.info.tasks.entities, layers: 'last' } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  const run = await model.train(dataset, { seed: 3, ...options });
  const { items } = await model.predict(texts.map(({ text }) => text));
  const found = items.map(({ tasks: answers }) =>
    (answers.entities as EntitiesAnswer).entities.map(({ start, end, label }) => ({ start, end, label })),
  );
  return { client, model, dataset, run, items, found, close };
}

const GOLD = ROWS.map(({ entities }) => entities);
/** The limit is 254 word pieces; all these words are one. */
const isWithin = ({ start }: Span, { text }: { text: string }) => text.slice(0, start).split(' ').length - 1 < 249;

describe('a frozen encoder', () => {
  it('in windows: entities are found wherever they are, by predict too', async () => {
    const { model, dataset, run, items, found, close } = await trained({ epochs: 50, batchSize: 2, longTexts: 'windows' });
    expect(found).toEqual(GOLD);
    expect(run.lost).toBeUndefined();
    expect(run.truncated).toBeUndefined();
    expect(items.map(({ truncated }) => truncated)).toEqual([false, false, false, false]);
    expect(run.metrics.entities).toMatchObject({ f1: 1, count: 4 });
    expect(run.metrics.kind.accuracy).toBe(1);
    expect(await model.evaluate(dataset)).toEqual(run.metrics);
    // Predict reads texts as they were trained, unless it is told otherwise.
    const cut = await model.predict([LONG[0].text], { reading: { longTexts: 'cut', stride: 64 } });
    expect(cut.items[0].truncated).toBe(true);
    expect(cut.items[0].entities.every(({ start }) => start < 1500)).toBe(true);
    expect(cut.items[0].entities.length).toBeLessThan(4);
    close();
  });

  it('cut: what lies beyond the limit is lost, counted, and scored as missed', async () => {
    const { model, dataset, run, items, found, close } = await trained({ epochs: 50, batchSize: 2 });
    const readable = ROWS.map((row) => row.entities.filter((span) => row.text.length < 100 || isWithin(span, row)));
    const beyond = GOLD.flat().length - readable.flat().length;
    // Of the first long text two of four names, of the second three: its word 254 is just beyond.
    expect(beyond).toBe(5);
    expect(run.lost).toEqual({ entities: beyond });
    expect(run.truncated).toBe(2);
    expect(items.map(({ truncated }) => truncated)).toEqual([true, true, false, false]);
    expect(found).toEqual(readable);
    expect(run.metrics.entities.precision).toBe(1);
    expect(run.metrics.entities.recall).toBeCloseTo(readable.flat().length / GOLD.flat().length, 12);
    expect(await model.evaluate(dataset)).toEqual(run.metrics);
    close();
  });
});

it('an encoder that learns, in windows: what is evaluated while it learns is what is evaluated afterwards', async () => {
  const options = { epochs: 2, batchSize: 2, stride: 32, unfreeze: { layers: 1 }, learningRate: { encoder: 1e-4 } };
  const { model, dataset, run, items, close } = await trained({ ...options, longTexts: 'windows' }, [longRow(0, 'river', 620), SHORT[0]]);
  expect(run.tuned).toBe(model.id);
  expect(run.lost).toBeUndefined();
  expect(run.history[1].train.total).toBeLessThan(run.history[0].train.total);
  const metrics = await model.evaluate(dataset);
  for (const task of ['kind', 'entities']) expect(metrics[task].loss).toBeCloseTo(run.metrics[task].loss, 4);
  expect(metrics.entities.f1).toBe(run.metrics.entities.f1);
  expect(items.map(({ truncated }) => truncated)).toEqual([false, false]);
  close();
});
