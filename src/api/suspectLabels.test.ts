/** Labels that were made wrong on purpose, through the library's face. */
import { expect, it } from 'vitest';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const WRONG = [4, 17, 40, 55];

it('wrong classes and wrong entities come first, each with its row and what it should be', async () => {
  const rows = manyTaskRows()
    .split('\n')
    .map((line, i) => {
      const { text, topic, entities, split } = JSON.parse(line);
      const wrong = WRONG.includes(i);
      return JSON.stringify({ text, topic: wrong ? (topic === 'food' ? 'sport' : 'food') : topic, entities: wrong ? [] : entities, split });
    });
  const texts = WRONG.map((i) => JSON.parse(rows[i]).text as string);
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(rows.join('\n'), 'jsonl', { client });
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
    tasks: { topic: dataset.info.tasks.topic },
    device: 'wasm',
    client,
  });
  const found = await model.suspectLabels(dataset, { seed: 1 });
  for (const task of ['topic', 'entities']) {
    const { suspects, estimated, rows: checked } = found[task];
    expect(checked).toBe(60);
    expect(new Set(suspects.slice(0, 4).map(({ text }) => text)), task).toEqual(new Set(texts));
    // Of sentences it is rough: one word that is far from sure is enough to count.
    expect(Math.abs(estimated - 4), task).toBeLessThanOrEqual(task === 'topic' ? 2 : 4);
    for (const { split, row, text, given } of suspects.slice(0, 4)) {
      const [shown] = await dataset.rows(split, row, 1);
      expect(shown.text).toBe(text);
      expect(shown.labels[task]).toEqual(given);
    }
  }
  // A text about nothing that the others are about, and one of another class.
  const odd = await loadDataset(
    `${manyTaskRows()}\n${JSON.stringify({ text: '4711 0815 xq zzyzx', topic: 'food', split: 'test' })}`,
    'jsonl',
    { client },
  );
  const { all, classes } = await model.outliers(odd);
  expect(all[0]).toBe(60);
  expect(Object.keys(classes)).toContain('topic');
  expect(all).toHaveLength(20);
  expect((await odd.repeatedRows()).copies).not.toContain(60);
  const truth = new Map(texts.map((text, i) => [text, JSON.parse(manyTaskRows().split('\n')[WRONG[i]]).topic as string]));
  for (const { text, suggested } of found.topic.suspects.slice(0, 4)) expect(suggested).toBe(truth.get(text));
  close();
});

it('too few rows are refused', async () => {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(manyTaskRows().split('\n').slice(0, 8).join('\n'), 'jsonl', { client });
  const tasks = { topic: dataset.info.tasks.topic };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  await expect(model.suspectLabels(dataset)).rejects.toThrow(/needs at least 10 rows; there are 8/);
  close();
});
