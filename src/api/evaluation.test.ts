/** evaluate() counts exactly what predict() answers: on the sample, and on texts where places are easily lost. */
import { describe, expect, it } from 'vitest';
import type { Span } from '../data/dataset';
import type { EntitiesAnswer } from '../tasks/entities/decode';
import type { MultiLabelConfig } from '../tasks/multiLabel/multiLabel';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import type { DatasetRow } from '../workers/protocol';
import { Dataset, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

/** A text with its entities between brackets: `[Ada](PER) left`. */
function marked(text: string) {
  const spans: Span[] = [];
  let plain = '';
  for (const part of text.split(/(\[[^\]]*\]\([A-Z]+\))/u)) {
    const [, inside, label] = /^\[([^\]]*)\]\(([A-Z]+)\)$/u.exec(part) ?? [];
    if (inside !== undefined) spans.push({ start: plain.length, end: plain.length + inside.length, label });
    plain += inside ?? part;
  }
  return { text: plain, entities: spans };
}

/** Entities that begin or end inside words, as units of measure do. */
const DOSES = ['40|ml', '110|mg', '145|ml', '5|mg', '25|mg', '15|ml'].map((dose, i) => {
  const [amount, unit] = dose.split('|');
  return marked(`Give [${amount}](DOSE)[${unit}](UNIT) of ${['aspirin', 'codeine', 'heparin'][i % 3]} ${['now', 'daily'][i % 2]}`);
});
/** Names with a mark, a soft hyphen or a joiner inside or at the end, beside emoji and hashtags. */
const NAMES = [
  'Yesterday [Anna\u0065\u0301](PER) left early',
  'I saw [Maria\u0065\u0301](PER) came home',
  'We met [Peter\u0065\u0301](PER) sang again',
  'Yesterday [An\u00adna](PER) left early',
  'I saw [Ma\u00adria](PER) came home',
  'Then [Ro\u00adbert](PER) left early',
  '[A\u200bda](PER) lives in\u00a0[Porto](LOC)\u200b.',
  '🎈 [Ada](PER) met 👩‍🚀 [Bob](PER) in [Lima](LOC) 😀',
  'We are back from #[AliceSprings](LOC) today',
  '[Zoë](PER), [Café Noir](LOC); nobody else',
  'Nobody came home',
].map(marked);

async function open(rows: object[] | 'sample', taskOptions = {}) {
  const { client, close } = connect(nodeHost());
  const dataset =
    rows === 'sample'
      ? new Dataset({ client, release() {} }, await client.call('loadDataset', { source: { kind: 'sample' } }))
      : await loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
  const tasks = Object.fromEntries(Object.entries(dataset.info.tasks).map(([name, config]) => [name, { ...config, ...taskOptions }]));
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed: 3, client });
  return { dataset, model, close };
}

/** Every row to train on and to validate with. */
const byHeart = (rows: object[]) => (['train', 'validation'] as const).flatMap((split) => rows.map((row) => ({ ...row, split })));

const keyOf = ({ start, end, label }: Span) => `${start} ${end} ${label}`;

/** Counted here: an entity is right where start, end and label are. */
function spanF1(rows: DatasetRow[], answers: Span[][]): number {
  let [right, said, there] = [0, 0, 0];
  for (const [i, { labels }] of rows.entries()) {
    const gold = (labels.entities as Span[]).map(keyOf);
    right += answers[i].filter((span) => gold.includes(keyOf(span))).length;
    said += answers[i].length;
    there += gold.length;
  }
  return (2 * right) / Math.max(1, said + there);
}

async function predicted(model: MultiTaskSentenceTransformer, dataset: Dataset) {
  const rows = await dataset.rows('validation', 0, 1000);
  const { items } = await model.predict(rows.map(({ text }) => text));
  return { rows, items, entities: items.map(({ tasks }) => (tasks.entities as EntitiesAnswer).entities) };
}

describe('evaluate is predict, counted', () => {
  it.each(['auto', 'mix'])('on the sample, with features of %s layers', async (layers) => {
    const { dataset, model, close } = await open('sample', { layers });
    for (const epochs of [0, 2]) {
      if (epochs > 0) await model.train(dataset, { epochs, seed: 3 });
      const metrics = await model.evaluate(dataset);
      const { rows, items, entities } = await predicted(model, dataset);
      expect(rows).toHaveLength(84);
      expect(metrics.entities.f1).toBeCloseTo(spanF1(rows, entities), 12);
      if (epochs > 0) expect(metrics.entities.f1).toBeGreaterThan(0.2);
      const right = items.filter(({ tasks }, i) => (tasks.topic as { label: string }).label === rows[i].labels.topic).length;
      expect(metrics.topic.accuracy).toBeCloseTo(right / 84, 12);
    }
    close();
  });

  it('a head that is frozen keeps its thresholds, whether it has any or not', async () => {
    const texts = manyTaskRows()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const { dataset, model, close } = await open(texts);
    const uncalibrated = await model.train(dataset, { epochs: 1, batchSize: 16, seed: 3, freeze: { extras: true } });
    expect((uncalibrated.tasks.extras as MultiLabelConfig).thresholds).toBeUndefined();
    await model.train(dataset, { epochs: 3, batchSize: 16, seed: 3 });
    const { extras } = await model.evaluate(dataset);
    const frozen = await model.train(dataset, { epochs: 1, batchSize: 16, seed: 4, freeze: { extras: true } });
    expect(frozen.metrics.extras).toEqual(extras);
    close();
  });

  it('for every kind of task, thresholds included', async () => {
    const { dataset, model, close } = await open(
      manyTaskRows()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    );
    const run = await model.train(dataset, { epochs: 3, batchSize: 16, seed: 3 });
    const metrics = await model.evaluate(dataset);
    expect(metrics).toEqual(run.metrics);
    const { rows, items, entities } = await predicted(model, dataset);
    const answers = <T>(name: string) => items.map(({ tasks }) => tasks[name] as T);
    const share = (right: boolean[]) => right.filter(Boolean).length / right.length;
    const extras = answers<{ labels: string[] }>('extras').map(({ labels }) => [...labels].sort().join());
    expect(metrics.extras.exactMatch).toBe(
      share(extras.map((found, i) => found === [...(rows[i].labels.extras as string[])].sort().join())),
    );
    const { thresholds } = run.tasks.extras as MultiLabelConfig;
    expect(thresholds).toHaveLength(3);
    expect(thresholds).not.toEqual([0.5, 0.5, 0.5]);
    expect(metrics.mood.accuracy).toBe(share(answers<{ label: string }>('mood').map(({ label }, i) => label === rows[i].labels.mood)));
    const errors = answers<{ value: number }>('score').map(({ value }, i) => Math.abs(value - (rows[i].labels.score as number)));
    expect(metrics.score.mae).toBeCloseTo(errors.reduce((a, b) => a + b) / errors.length, 4);
    expect(metrics.entities.f1).toBeCloseTo(spanF1(rows, entities), 12);
    close();
  });

  it.each([
    ['pieces', [...DOSES, ...NAMES]],
    ['words', NAMES],
  ])('entities by heart, labelled by %s: each comes back at its exact place', async (units, texts) => {
    const { dataset, model, close } = await open(byHeart(texts));
    expect(dataset.info.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/have the same text as a training row/)]);
    const few = await model.train(dataset, { epochs: 2, seed: 3 });
    expect(few.tasks.entities.units).toBe(units);
    const early = await predicted(model, dataset);
    expect(few.metrics.entities.f1).toBeCloseTo(spanF1(early.rows, early.entities), 12);
    const run = await model.train(dataset, { epochs: 60, batchSize: 8, seed: 3 });
    expect(run.lost).toBeUndefined();
    const { rows, entities } = await predicted(model, dataset);
    for (const [i, { text, labels }] of rows.entries()) {
      expect(entities[i].map(keyOf), text).toEqual((labels.entities as Span[]).map(keyOf));
      for (const { text: found, start, end } of entities[i]) expect(found).toBe(text.slice(start, end));
    }
    expect(rows.map(({ labels }) => labels.entities)).toEqual(texts.map((row) => row.entities));
    expect(run.metrics.entities).toMatchObject({ f1: 1, precision: 1, recall: 1, count: texts.length });
    expect(await model.evaluate(dataset)).toEqual(run.metrics);
    close();
  });

  it('an entity that no word piece can mark is lost: it is counted, and scored as missed', async () => {
    // An emoji and the letters after it are one unknown word to this vocabulary.
    const { dataset, model, close } = await open(byHeart([...NAMES, marked('Then 😀[Ada](PER) left')]));
    const run = await model.train(dataset, { epochs: 60, batchSize: 8, seed: 3 });
    expect(run.lost).toEqual({ entities: 1 });
    const { rows, entities } = await predicted(model, dataset);
    expect(run.metrics.entities.f1).toBeCloseTo(spanF1(rows, entities), 12);
    expect(run.metrics.entities.recall).toBeLessThan(1);
    close();
  });

  it('with an encoder that learns: the top layer and entities inside words', async () => {
    const { dataset, model, close } = await open(byHeart(DOSES));
    const run = await model.train(dataset, { epochs: 8, batchSize: 6, seed: 3, learningRate: { encoder: 1e-3 }, unfreeze: { layers: 1 } });
    expect(run.tuned).toBe(model.id);
    const { rows, entities } = await predicted(model, dataset);
    expect(run.metrics.entities.f1).toBe(1);
    expect(entities.map((found) => found.map(keyOf))).toEqual(rows.map(({ labels }) => (labels.entities as Span[]).map(keyOf)));
    const metrics = await model.evaluate(dataset);
    expect(metrics.entities.f1).toBe(1);
    expect(metrics.entities.loss).toBeCloseTo(run.metrics.entities.loss, 4);
    close();
  });
});
