/** Predictions of data sets, through the library's face. */
import { expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import type { Progress } from '../workers/protocol';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const TEXTS = Array.from({ length: 40 }, (_, i) => `Row ${i}: 🎉 Mira Olden flew to Porto, ${'again and '.repeat(i % 5)}again.`);
const TASKS = { topic: { kind: 'classification', labels: ['World', 'Sports'] }, names: { kind: 'entities', types: ['PER', 'LOC'] } };

async function open() {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(['text,kind', ...TEXTS.map((text, i) => `"${text}",${i % 2 ? 'a' : 'b'}`)].join('\n'), 'csv', {
    client,
    validationShare: 0,
  });
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: TASKS, device: 'wasm', seed: 3, client });
  return { close, dataset, model };
}

it('a data set gives the items of its texts', async () => {
  const { close, dataset, model } = await open();
  const progress: Progress[] = [];
  const { items, classIds, tokenIds } = await model.predict(dataset, { onProgress: (one) => progress.push(one) });
  const { items: expected } = await model.predict(TEXTS);
  expect(items.map(({ text, label }) => [text, label])).toEqual(expected.map(({ text, label }) => [text, label]));
  expect([classIds.length, tokenIds.length]).toEqual([40, 40]);
  expect(progress.at(-1)).toMatchObject({ stage: 'sentences', done: 40, total: 40, secondsLeft: 0 });
  close();
});

it('is saved in a format, read back with the same labels, and unsure answers are left out', async () => {
  const { close, dataset, model } = await open();
  const { items } = await model.predict(TEXTS);
  const confidence = items.map(({ scores, classId }) => scores[classId]);
  const threshold = confidence.toSorted((a, b) => a - b)[10];
  const { blob, name, notes } = await model.exportPredictions(dataset, 'jsonl', { threshold });
  expect(name).toMatch(/-predicted\.jsonl$/);
  expect(notes[0]).toMatch(/^topic is left empty in (9|10|11) rows/);
  const rows = (await blob.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.map(({ text }) => text)).toEqual(TEXTS);
  for (const [i, row] of rows.entries()) {
    if (Math.abs(confidence[i] - threshold) < 1e-4) continue;
    expect(row.topic, TEXTS[i]).toBe(confidence[i] < threshold ? undefined : items[i].label);
  }
  await expect(model.exportPredictions(dataset, 'nothing')).rejects.toMatchObject({ code: 'bad-input' });
  close();
});

it('a fired signal ends it', async () => {
  const { close, dataset, model } = await open();
  const controller = new AbortController();
  const saved = model.exportPredictions(dataset, 'csv', { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(saved).rejects.toMatchObject({ code: 'aborted' });
  close();
});
