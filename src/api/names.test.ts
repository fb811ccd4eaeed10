/** Heads that know their classes by name, through the library's face: before any label, and beside some. */
import { expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import type { TrainOptionsInput } from '../train/plan/options';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const TEXTS: [text: string, topic: string][] = [
  ['The striker scored twice in the second half.', 'sports'],
  ['Our goalkeeper is injured until spring.', 'sports'],
  ['She won the marathon in record time.', 'sports'],
  ['Boil the pasta until it is soft.', 'cooking'],
  ['Add garlic and butter to the pan.', 'cooking'],
  ['Bake the bread for forty minutes.', 'cooking'],
  ['The central bank raised interest rates.', 'money_and_banking'],
  ['Can I pay back my loan earlier?', 'money_and_banking'],
  ['Shares fell after the quarterly report.', 'money_and_banking'],
];
const CLASSES = { sports: [], cooking: [], money_and_banking: [] };

async function open(rows: object[], tasks: Record<string, object> = { topic: { labels: Object.keys(CLASSES) } }) {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
  const configs = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, { kind: 'classification', ...task }]));
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: configs, device: 'wasm', client });
  const answers = async () => {
    const { items } = await model.predict(TEXTS.map(([text]) => text));
    return items.map(({ tasks }) => tasks.topic as { label: string; scores: number[] });
  };
  const correct = async () => (await answers()).filter(({ label }, i) => label === TEXTS[i][1]).length;
  const train = (options: TrainOptionsInput & { freshHeads?: boolean }) => model.train(dataset, { validation: 'none', ...options });
  return { client, dataset, model, answers, correct, train, close };
}

it('without any label the names of the classes answer, and the run says so', async () => {
  const { correct, train, answers, close } = await open(TEXTS.map(([text]) => ({ text })));
  const run = await train({ names: { topic: CLASSES } });
  expect(run.note).toBe(
    'topic has a new head instead of its earlier one, as the settings ask for another kind. ' +
      'topic answers from the names of its 3 classes alone: no label has been seen, so how sure it is has not been measured. ' +
      '9 texts without a label are too few to learn from: 3 classes need at least 100.',
  );
  expect(run.tasks.topic).toMatchObject({ head: 'names', solvedNames: { rows: 0 } });
  expect(run.history).toEqual([]);
  expect(await correct()).toBeGreaterThan(7);
  for (const { scores } of await answers()) expect(scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
  close();
});

it('a data set without labels becomes a task of the classes that are named, described or shown by examples', async () => {
  const { answers, train, close } = await open(TEXTS.map(([text]) => ({ text })));
  const names = {
    topic: { A: 'football, running and other sports', B: ['Fry the onions.', 'recipes and food'], C: 'money, banks, loans and shares' },
  };
  const run = await train({ freshHeads: true, names });
  expect(run.tasks.topic).toMatchObject({ labels: ['A', 'B', 'C'], names: { B: ['Fry the onions.', 'recipes and food'] } });
  expect(run.note).toContain('topic answers from the names and descriptions of its 3 classes alone');
  expect((await answers()).filter(({ label }, i) => label === 'ABC'[Math.floor(i / 3)]).length).toBeGreaterThan(7);
  close();
});

it('labels join the names, and a class without a row is known by its name', async () => {
  const { correct, train, close } = await open(
    TEXTS.map(([text, topic], i) => (i % 3 === 0 && topic !== 'sports' ? { text, topic } : { text })),
  );
  const run = await train({ names: true });
  expect(run.note).toMatch(
    /topic is logistic regression with C = 10, as there are too few rows to choose it by; the names of its 3 classes each weigh as much as 1 labelled row\. No row has sports: it is known by name alone\. 7 texts without a label are too few to learn from: 3 classes need at least 100\. It was found on 2 labelled rows/,
  );
  expect(run.tasks.topic).toMatchObject({ solvedNames: { weight: 1, rows: 2 } });
  expect(await correct()).toBeGreaterThan(6);
  close();
});

it('the kind of head is a setting of a run: there and back', async () => {
  const { train, close } = await open(TEXTS.map(([text, topic]) => ({ text, topic })));
  const named = await train({ names: true });
  expect(named.tasks.topic).toMatchObject({ head: 'names', solvedNames: { rows: 9 } });
  const logistic = await train({ tasks: { topic: { head: 'logistic' } } });
  expect(logistic.note).toMatch(/^topic is logistic regression with C = /);
  expect(logistic.tasks.topic).not.toHaveProperty('solvedNames');
  const stepped = await train({ tasks: { topic: { head: 'twoLayer' } }, epochs: 2 });
  expect(stepped.note).toMatch(/^topic has a new head instead of its earlier one/);
  expect(stepped.history).toHaveLength(2);
  close();
});

it('names that say nothing leave it to the labels; without these they are refused', async () => {
  const numbered = TEXTS.map(([text, topic]) => ({ text, topic: String(Object.keys(CLASSES).indexOf(topic)) }));
  const labels = { topic: { labels: ['0', '1', '2'] } };
  const first = await open(numbered, labels);
  expect((await first.train({ names: true })).note).toContain(
    'classes that have rows are known by these alone. What 0, 1, 2 are called says nothing: describe them, and names count.',
  );
  first.close();
  const gaps = await open(
    numbered.filter(({ topic }) => topic !== '2'),
    labels,
  );
  expect((await gaps.train({ names: true })).note).toContain('Nothing is known of 2, which no row has: label some texts.');
  gaps.close();
  const second = await open(
    TEXTS.map(([text]) => ({ text })),
    labels,
  );
  await expect(second.train({ names: { topic: { '0': [], '1': [], '2': [] } } })).rejects.toThrow(
    'Nothing is known of the class "0": no row has it, and what it is called says nothing. Describe it in names, or label some of its texts.',
  );
  second.close();
});

it('names are refused where they mean nothing', async () => {
  const { train, close } = await open(
    TEXTS.map(([text, topic], i) => ({ text, topic, length: i })),
    { topic: { labels: Object.keys(CLASSES) }, size: { kind: 'regression' } },
  );
  const refused = (options: TrainOptionsInput) => expect(train(options)).rejects;
  await refused({ names: { size: {} } }).toThrow('names describe classes, and size is of the kind regression: leave them out there.');
  await refused({ names: { topic: { sports: 3 as never } } }).toThrow(
    'names.topic: the description of "sports" must be a text or a list of texts.',
  );
  await refused({ names: true, tasks: { topic: { head: 'logistic' } } }).toThrow(
    "names.topic needs head: 'names', and tasks.topic.head is logistic",
  );
  await refused({ names: true, freeze: { topic: true } }).toThrow('names.topic: a frozen head keeps its values.');
  await refused({ names: true, unfreeze: { layers: 1 } }).toThrow('Names are for heads on a frozen encoder.');
  close();
});
