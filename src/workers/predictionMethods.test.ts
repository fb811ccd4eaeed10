/** Predictions of whole data sets, in the worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Format } from '../data/formats/format';
import type { OutData } from '../data/formats/output';
import { FORMATS } from '../data/formats/registry';
import { connect, nodeHost } from '../testing/nodeHost';
import type { LoadedModel, PredictionSetInfo, Progress } from './protocol';

const TASKS = {
  topic: { kind: 'classification', labels: ['World', 'Sports', 'Business'] },
  entities: { kind: 'entities', types: ['PER', 'LOC'] },
  alike: { kind: 'similarity' },
};
const TEXTS = Array.from({ length: 200 }, (_, i) => `Row ${i}: Mira Olden flew to Porto${' and on'.repeat(i % 9)}.`);
const { client, close } = connect(nodeHost());
let model: LoadedModel;
let dataset: number;

/** A format of the test's own, which keeps what it is given. */
const seen: OutData[] = [];
const fake: Format = {
  name: 'fake',
  title: 'Fake',
  recognises: () => false,
  read: () => {
    throw new Error('not read');
  },
  writer: {
    write(data, report) {
      seen.push(data);
      report('2 emphases are left out');
      const file = (path: string) => ({ path, parts: ['text,topic\n', ...data.rows.map(({ text }) => `${text}\n`)] });
      return data.rows.length > 100 ? [file('one.csv'), file('two.csv')] : [file(`${data.name}.csv`)];
    },
  },
};

beforeAll(async () => {
  FORMATS.push(fake);
  model = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto', tasks: TASKS, seed: 3 });
  const rows = TEXTS.map((text, i) => JSON.stringify({ text, topic: i % 2 ? 'a' : 'b' }));
  const source = { kind: 'text', name: 'folder/rows.jsonl', text: rows.join('\n') } as const;
  dataset = (await client.call('loadDataset', { source, options: { validationShare: 0 } })).dataset;
});
afterAll(() => {
  FORMATS.splice(FORMATS.indexOf(fake), 1);
  close();
});

const openSet = () => client.call('openPredictions', { handle: model.handle, dataset });
const firstRows = (set: number, count: number) => client.call('predictionRows', { set, view: {}, from: 0, count });

describe('a data set that is predicted', () => {
  let set: PredictionSetInfo;
  const progress: Extract<Progress, { stage: 'sentences' }>[] = [];

  beforeAll(async () => {
    const opened = await openSet();
    expect(opened).toMatchObject({ rows: 200, done: 0, model: 'all-MiniLM-L6-v2' });
    expect(opened.tasks).toMatchObject([
      { name: 'topic', values: 'names', confident: true },
      { name: 'entities', values: 'spans', confident: true },
      { name: 'alike', values: 'numbers', confident: false },
    ]);
    set = await client.call(
      'runPredictions',
      { handle: model.handle, set: opened.set },
      { onProgress: (p) => p.stage === 'sentences' && progress.push(p) },
    );
  });

  it('has the answers of predict, row by row', async () => {
    expect(set).toMatchObject({ rows: 200, done: 200, truncated: 0 });
    const answers = await client.call('predict', { handle: model.handle, texts: TEXTS.map((text) => ({ text })) });
    const rows = await firstRows(set.set, 300);
    expect(rows.map(({ text }) => text)).toEqual(TEXTS);
    for (const [i, row] of rows.entries()) {
      const { label, scores, classId, entities } = answers[i];
      expect(row.answers[0]).toMatchObject({ label, confidence: expect.closeTo(scores[classId], 4) });
      expect(row.answers[1]?.label).toEqual(entities.map((one) => ({ start: one.start, end: one.end, label: one.label })));
      expect(row.answers[2]).toBeUndefined();
    }
  });

  it('tells how far it is, with rate and time left', () => {
    expect(progress.at(-1)).toMatchObject({ done: 200, total: 200, secondsLeft: 0 });
    expect(progress.every(({ done }, i) => i === 0 || done >= progress[i - 1].done)).toBe(true);
  });

  it('is saved as a file, or as a zip of several, with what the format could not express', async () => {
    const { blob, name, notes } = await client.call('exportPredictions', { set: set.set, format: 'fake' });
    expect(name).toBe('rows-predicted.zip');
    expect(notes).toEqual(['alike is empty in 200 rows without a second text, which it needs', '2 emphases are left out']);
    const { unzipSync, strFromU8 } = await import('fflate');
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(Object.keys(files)).toEqual(['one.csv', 'two.csv']);
    expect(strFromU8(files['two.csv'])).toBe(`text,topic\n${TEXTS.join('\n')}\n`);
    const data = seen.at(-1);
    expect(data).toMatchObject({ name: 'rows-predicted', predicted: true });
    expect(data?.columns).toEqual([
      { name: 'topic', values: 'names' },
      { name: 'entities', values: 'spans' },
      { name: 'alike', values: 'numbers' },
    ]);
  });

  it('leaves unsure answers out of what is saved, and keeps the score of a class', async () => {
    const rows = await firstRows(set.set, 200);
    const sorted = rows.map(({ answers }) => answers[0]?.confidence ?? 0).sort((a, b) => a - b);
    const threshold = sorted[50];
    const { notes } = await client.call('exportPredictions', { set: set.set, format: 'fake', threshold });
    const saved = seen.at(-1)?.rows ?? [];
    for (const [i, { answers }] of rows.entries()) {
      const unsure = (answers[0]?.confidence ?? 0) < threshold;
      expect(saved[i].labels.topic).toBe(unsure ? undefined : answers[0]?.label);
      expect(saved[i].scores?.topic).toBe(answers[0]?.confidence);
      const spansUnsure = (answers[1]?.confidence ?? 0) < threshold;
      expect(saved[i].labels.entities).toEqual(spansUnsure ? undefined : answers[1]?.label);
      expect(saved[i].scores?.entities).toEqual(spansUnsure ? undefined : answers[1]?.scores);
    }
    expect(notes[0]).toMatch(/^topic is left empty in 50 rows, where its confidence is below [\d.]+ %$/);
  });

  it('in a format that is not written says which are', async () => {
    const saved = client.call('exportPredictions', { set: set.set, format: 'nothing' });
    await expect(saved).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(/as "nothing"\. Formats.*fake/) });
  });

  it('says so once it is dropped', async () => {
    await client.call('dropPredictions', { set: set.set });
    await expect(firstRows(set.set, 1)).rejects.toMatchObject({ code: 'disposed' });
  });
});

describe('a job that ends before its time', () => {
  it('keeps what it has, can be saved so, and goes on', async () => {
    const text = Array.from({ length: 1000 }, (_, i) => `{"text":"${TEXTS[i % 200]} ${i}"}`).join('\n');
    const source = { kind: 'text', name: 'long.jsonl', text } as const;
    const { dataset: long } = await client.call('loadDataset', { source, options: { validationShare: 0 } });
    const { set } = await client.call('openPredictions', { handle: model.handle, dataset: long });
    const controller = new AbortController();
    const stopped = await client.call(
      'runPredictions',
      { handle: model.handle, set },
      { signal: controller.signal, onProgress: (p) => p.stage === 'sentences' && p.done > 16 && controller.abort() },
    );
    expect(stopped.done).toBeGreaterThanOrEqual(16);
    expect(stopped.done).toBeLessThan(1000);
    const before = await firstRows(set, 1000);
    expect(before).toHaveLength(stopped.done);
    const { notes } = await client.call('exportPredictions', { set, format: 'fake' });
    expect(notes[0]).toBe(`only the first ${stopped.done} of 1,000 rows are predicted and saved`);
    // The same model, loaded anew, gives the answers that are missing.
    const again = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto', tasks: TASKS, seed: 3 });
    expect(await client.call('runPredictions', { handle: again.handle, set })).toMatchObject({ done: 1000 });
    expect((await firstRows(set, 1000)).slice(0, stopped.done)).toEqual(before);
  });

  it('is not gone on with by other heads', async () => {
    const { set } = await openSet();
    const other = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto', tasks: TASKS, seed: 4 });
    await expect(client.call('runPredictions', { handle: other.handle, set })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is one at a time', async () => {
    const { set } = await openSet();
    const first = client.call('runPredictions', { handle: model.handle, set });
    await expect(client.call('runPredictions', { handle: model.handle, set })).rejects.toMatchObject({ message: /already/ });
    expect(await first).toMatchObject({ done: 200 });
  });
});
