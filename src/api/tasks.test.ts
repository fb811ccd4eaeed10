/** Any number of tasks on one encoder, through the library's face. */
import { describe, expect, it } from 'vitest';
import type { MultiLabelAnswer } from '../tasks/multiLabel/multiLabel';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { type LoadDatasetOptions, loadDataset } from './Dataset';
import { type MultiTaskOptions, MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { registerTask } from './registerTask';

const KINDS = {
  topic: 'classification',
  mood: 'classification',
  extras: 'multiLabel',
  score: 'regression',
  urgency: 'urgency',
  entities: 'entities',
};
const NAMES = Object.keys(KINDS);
const TEXTS = ['A cook in Lima bakes bread, how awful.', 'The team of Turin won the match with rain and music, how lovely.'];
const OPTIONS = { epochs: 25, batchSize: 16, seed: 3 };

async function open(rows: string, more: MultiTaskOptions = {}, read: LoadDatasetOptions = {}) {
  const { client, close } = connect(nodeHost());
  await registerTask(new URL('../../examples/taskKind/urgency.js', import.meta.url), { client });
  const dataset = await loadDataset(rows, 'jsonl', { client, ...read });
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
    tasks: dataset.info.tasks,
    device: 'wasm',
    seed: 3,
    client,
    ...more,
  });
  const logits = async () => (await model.forward(await model.tokenize(TEXTS))).logits;
  return { client, close, dataset, model, logits };
}

const openAll = (rows = manyTaskRows()) => open(rows, {}, { tasks: { urgency: { kind: 'urgency' } } });
const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('six tasks of five kinds, one of them one’s own', () => {
  it('every head learns, answers under its name, and is scored under it', async () => {
    const { dataset, model, logits, close } = await openAll();
    expect(Object.fromEntries(Object.entries(dataset.info.tasks).map(([name, { kind }]) => [name, kind]))).toEqual(KINDS);
    const [before, untrained] = [await logits(), await model.evaluate(dataset)];
    const run = await model.train(dataset, OPTIONS);
    const after = await logits();
    expect(Object.keys(after)).toEqual(expect.arrayContaining(NAMES));
    for (const name of NAMES) {
      expect(after[name].shape).toEqual(before[name].shape);
      expect(after[name].data, name).not.toEqual(before[name].data);
      expect(Object.keys(run.history[0].train.losses)).toContain(name);
      expect(run.history[24].train.losses[name], name).toBeLessThan(run.history[0].train.losses[name]);
      expect(run.metrics[name].count).toBe(dataset.info.summary.rows.validation);
      expect(run.metrics[name].loss, name).toBeLessThan(untrained[name].loss);
    }
    expect(run.metrics.topic.accuracy).toBeGreaterThan(0.8);
    expect(run.metrics.mood.accuracy).toBeGreaterThan(0.8);
    expect(run.metrics.extras.macroF1).toBeGreaterThan(untrained.extras.macroF1);
    expect(run.metrics.score.pearson).toBeGreaterThan(0.7);
    expect(run.metrics.urgency.agreement).toBeGreaterThan(0.75);
    expect(run.metrics.entities.f1).toBeGreaterThan(0.8);
    const { items, classIds } = await model.predict(TEXTS);
    const [{ tasks }] = items;
    expect(Object.keys(tasks).sort()).toEqual([...NAMES].sort());
    expect(tasks).toMatchObject({
      topic: { label: 'food' },
      mood: { label: 'sad' },
      score: { value: expect.any(Number) },
      urgency: expect.any(Number),
      entities: { entities: [{ text: 'Lima', start: 10, end: 14, label: 'LOC' }] },
    });
    expect((tasks.extras as MultiLabelAnswer).scores).toHaveLength(3);
    // The first of a kind answers on the item itself, too.
    expect(items[0]).toMatchObject({ label: 'food', entities: [{ text: 'Lima' }] });
    expect(classIds).toEqual(items.map((item) => (item.tasks.topic as { classId: number }).classId));
    close();
  });

  it('rows have their labels by the names of the tasks', async () => {
    const { dataset, close } = await openAll();
    const [row] = await dataset.rows('train');
    expect(row.text).toBe('Oslo lies by the water, how lovely.');
    expect({ ...row.labels }).toEqual({
      topic: 'place',
      mood: 'happy',
      extras: [],
      score: 8,
      urgency: 0.2,
      entities: [{ start: 0, end: 4, label: 'LOC' }],
    });
    close();
  });

  it('frozen heads keep their bits, those without a learning rate too; weights are those of the sum', async () => {
    const { dataset, model, logits, close } = await openAll();
    const before = await logits();
    const run = await model.train(dataset, {
      ...OPTIONS,
      epochs: 2,
      tasks: {
        topic: { freeze: true },
        entities: { freeze: true },
        score: { learningRate: 0 },
        mood: { weight: 0.5, learningRate: 0.01 },
        extras: { weight: 3 },
      },
    });
    expect(run.options.tasks).toMatchObject({
      topic: { weight: 1, freeze: true, learningRate: 1e-3 },
      score: { weight: 1, freeze: false, learningRate: 0 },
      mood: { weight: 0.5, learningRate: 0.01 },
      extras: { weight: 3, learningRate: 1e-3 },
      urgency: { weight: 1, learningRate: 1e-2 },
    });
    const after = await logits();
    for (const name of ['topic', 'entities', 'score']) expect(after[name].data, name).toEqual(before[name].data);
    for (const name of ['mood', 'extras', 'urgency']) expect(after[name].data, name).not.toEqual(before[name].data);
    const { losses, total } = run.history[1].train;
    expect(Object.keys(losses).sort()).toEqual(['extras', 'mood', 'score', 'urgency']);
    expect(total).toBeCloseTo(0.5 * losses.mood + 3 * losses.extras + losses.score + losses.urgency, 5);
    expect(Object.keys(run.metrics).sort()).toEqual([...NAMES].sort());
    close();
  });

  it('what there is not is refused in a sentence', async () => {
    const { client, dataset, model, close } = await openAll();
    const refused = (options: object) => expect(model.train(dataset, options)).rejects;
    await refused({ epoch: 3 }).toThrow('There is no option "epoch". Known are');
    await refused({ tasks: { topics: {} } }).toThrow(
      `The options name a task "topics", which this run does not have. Its tasks are ${Object.keys(dataset.info.tasks).join(', ')}.`,
    );
    await refused({ lambdaA: 2 }).toThrow('The options name a task "taskA", which this run does not have.');
    await refused({ tasks: { topic: { wait: 2 } } }).toThrow(
      'tasks.topic has no setting "wait". A task of the kind classification has weight, learningRate, freeze, head, C, classWeights, unlabelled, labelSmoothing.',
    );
    await refused({ tasks: { topic: { weight: -1 } } }).toThrow('tasks.topic.weight is -1; it must be a number of at least 0.');
    await refused({ tasks: { topic: { labelSmoothing: 1 } } }).toThrow('labelSmoothing is 1; it must be at least 0 and below 1.');
    await refused({ tasks: { entities: { layers: 'mix' } }, freeze: { entities: true } }).toThrow(
      'tasks.entities asks for a different head and freezes it: leave one of the two out.',
    );
    await refused({ earlyStopping: { metric: 'topic.f1', patience: 2 } }).toThrow(
      'earlyStopping.metric is topic.f1; it must be one of mean, topic.macroF1, topic.accuracy,',
    );
    await refused({ earlyStopping: { metric: 'mean', patience: 2 }, validation: 'none' }).toThrow(
      "Early stopping goes by a metric on the validation rows, and validation: 'none' leaves none: leave one of the two out.",
    );
    await expect(
      MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
        tasks: { x: { kind: 'poetry' } },
        client,
      }),
    ).rejects.toThrow(
      'There is no task kind "poetry". Known are classification, entities, multiLabel, regression, similarity, questionAnswering',
    );
    close();
  });
});

describe('one task alone', () => {
  const some = (...fields: string[]) =>
    lines(
      manyTaskRows()
        .split('\n')
        .map((line) => {
          const row = JSON.parse(line) as Record<string, unknown>;
          return Object.fromEntries(['text', 'split', ...fields].map((field) => [field, row[field]]));
        }),
    );

  it('entities', async () => {
    const { dataset, model, logits, close } = await open(some('entities'));
    expect(Object.keys(dataset.info.tasks)).toEqual(['entities']);
    const run = await model.train(dataset, OPTIONS);
    expect(Object.keys(run.metrics)).toEqual(['entities']);
    expect(run.metrics.entities.f1).toBeGreaterThan(0.8);
    const { items, classIds, tokenIds } = await model.predict([...TEXTS, '']);
    expect(items[0].entities.map(({ text }) => text)).toEqual(['Lima']);
    expect(items[0]).toMatchObject({ classId: -1, label: '', scores: [] });
    expect(classIds).toEqual([-1, -1, -1]);
    expect(tokenIds[2]).toEqual([]);
    expect(Object.keys(await logits())).toEqual(['entities']);
    close();
  });

  it('a classification', async () => {
    const { dataset, model, logits, close } = await open(some('mood'));
    const run = await model.train(dataset, OPTIONS);
    expect(Object.keys(run.metrics)).toEqual(['mood']);
    expect(run.metrics.mood.accuracy).toBeGreaterThan(0.8);
    const { items } = await model.predict(TEXTS);
    expect(items.map(({ label }) => label)).toEqual(['sad', 'happy']);
    expect(items[0]).toMatchObject({ tokens: [], entities: [] });
    expect(Object.keys(await logits())).toEqual(['mood']);
    close();
  });
});

it.each(['constructor', '__proto__', 'toString', 'a.b c'])('a task may be called %s', async (name) => {
  const rows = Array.from({ length: 12 }, (_, i) => {
    const split = i < 8 ? 'train' : 'validation';
    const [text, label] = i % 2 ? [`a cat sleeps ${i}`, 'cat'] : [`the boat left ${i}`, 'boat'];
    return `{"text": "${text}", "${name}": "${label}", "size": "${i % 4 < 2 ? 'small' : 'large'}", "split": "${split}"}`;
  });
  const { dataset, model, close } = await open(rows.join('\n'));
  const options = JSON.parse(
    `{"tasks": {"${name}": {"weight": 2}}, "earlyStopping": {"metric": "${name}.accuracy", "patience": 99}}`,
  ) as object;
  const run = await model.train(dataset, { epochs: 10, batching: 'alternating', learningRate: 5e-3, seed: 3, ...options });
  expect(Object.keys(run.metrics).sort()).toEqual([name, 'size'].sort());
  expect(run.metrics[name]).toMatchObject({ accuracy: 1, count: 4 });
  expect(run.options.tasks[name].weight).toBe(2);
  expect(Object.keys(run.best)).toContain(name);
  expect(Object.keys(run.answers)).toContain(name);
  expect(run.history[9].train.losses[name]).toBeLessThan(run.history[0].train.losses[name]);
  const [{ tasks }] = (await model.predict(['a cat sleeps 3'])).items;
  expect(tasks[name]).toMatchObject({ label: 'cat' });
  close();
});

it('an encoder that learns from a text, from two, and from a question and its text at once', async () => {
  const rows = ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin'].map((city, i) => {
    const context = `The ${i % 2 ? 'mill' : 'bridge'} of ${city} burned down.`;
    return {
      context,
      question: i % 2 ? 'Where was the mill?' : 'Bread is baked daily.',
      answers: { text: [city], answer_start: [context.indexOf(city)] },
      score: i % 2 ? 4.5 + i / 20 : i / 20,
      topic: i % 2 ? 'mill' : 'bridge',
      split: 'train',
    };
  });
  const all = lines([...rows, ...rows.map((row) => ({ ...row, split: 'validation' }))]);
  const { dataset, model, close } = await open(all);
  const kinds = Object.values(dataset.info.tasks).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['classification', 'questionAnswering', 'similarity']);
  const run = await model.train(dataset, { epochs: 6, batchSize: 6, seed: 3, learningRate: { encoder: 5e-4 }, unfreeze: { layers: 1 } });
  expect(run.tuned).toBe(model.id);
  const metrics = await model.evaluate(dataset);
  for (const name of Object.keys(dataset.info.tasks)) {
    const [first, last] = [run.history[0], run.history[5]].map(({ train: { losses } }) => losses[name]);
    expect(last, name).toBeLessThan(0.9 * first);
    // Through ONNX Runtime, segments of the question included, as by our own forward.
    expect(metrics[name].loss).toBeCloseTo(run.metrics[name].loss, 4);
    expect(run.metrics[name].count).toBe(6);
  }
  close();
});

describe('two texts', () => {
  const WORDS = ['a cat sleeps', 'shares fell sharply', 'the striker scored', 'bread is baked', 'rain is coming', 'music plays'];
  /** Each with itself in other words, and with what comes after it. */
  const PAIRS = WORDS.flatMap((sentence1, i) => [
    { sentence1, sentence2: `${sentence1} now`, score: 4.5 + i / 20, split: 'train' },
    { sentence1, sentence2: WORDS[(i + 1) % WORDS.length], score: 0.5 + i / 20, split: 'train' },
  ]);
  const twice = (rows: object[]) => lines([...rows, ...rows.map((row) => ({ ...row, split: 'validation' }))]);

  it('similarity: a projection on the frozen encoder learns a dozen pairs by heart', async () => {
    const { client, close } = connect(nodeHost());
    const dataset = await loadDataset(twice(PAIRS), 'jsonl', { client });
    expect(dataset.info.tasks).toEqual({ score: { kind: 'similarity', range: [0, 5] } });
    const tasks = { score: { ...dataset.info.tasks.score, projection: 32 } };
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, client, device: 'wasm', seed: 3 });
    const before = await model.evaluate(dataset);
    const run = await model.train(dataset, { epochs: 150, batchSize: 12, seed: 3, tasks: { score: { learningRate: 5e-3 } } });
    expect(run.metrics.score.mae).toBeLessThan(0.2);
    expect(run.metrics.score.mae).toBeLessThan(before.score.mae);
    expect(run.metrics.score.pearson).toBeGreaterThan(0.99);
    const { items } = await model.predict(PAIRS.map(({ sentence1, sentence2 }) => [sentence1, sentence2] as const));
    const error = items.reduce((sum, item, i) => sum + Math.abs((item.tasks.score as { score: number }).score - PAIRS[i].score), 0);
    expect(error / PAIRS.length).toBeCloseTo(run.metrics.score.mae, 4);
    close();
  });

  it('similarity without a projection has nothing to train on a frozen encoder, and says so', async () => {
    const { dataset, model, close } = await open(twice(PAIRS));
    const run = await model.train(dataset, { epochs: 3 });
    expect(run.history).toEqual([]);
    expect(run.note).toMatch(/the head of score has nothing to train, .* give the task a projection/);
    expect(run.metrics.score.count).toBe(12);
    close();
  });

  it('question answering: a dozen answers by heart, at their exact places', async () => {
    const facts = WORDS.map((_, i) => ({
      context: `In ${1900 + 7 * i} the mill in ${['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin'][i]} burned down.`,
      place: ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin'][i],
      year: String(1900 + 7 * i),
    }));
    const rows = facts.flatMap(({ context, place, year }) =>
      Object.entries({ 'Which city was it?': place, 'When did it burn?': year }).map(([question, text]) => ({
        context,
        question,
        answers: { text: [text], answer_start: [context.indexOf(text)] },
        split: 'train',
      })),
    );
    const { dataset, model, close } = await open(twice(rows));
    const [[name, { kind }]] = Object.entries(dataset.info.tasks);
    expect(kind).toBe('questionAnswering');
    const run = await model.train(dataset, { epochs: 60, batchSize: 12, seed: 3, learningRate: 1e-2 });
    expect(run.metrics[name]).toMatchObject({ exactMatch: 1, f1: 1, count: 12 });
    const { items } = await model.predict(rows.map(({ context, question }) => ({ question, context })));
    for (const [i, { answers, context }] of rows.entries()) {
      const answer = items[i].tasks[name] as { text: string; start: number; end: number };
      expect(answer).toMatchObject({ text: answers.text[0], start: answers.answer_start[0] });
      expect(context.slice(answer.start, answer.end)).toBe(answer.text);
    }
    close();
  });
});
