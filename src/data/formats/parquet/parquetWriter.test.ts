import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../dataset';
import { decodeFiles } from '../../decodeFile';
import { readDataset } from '../../readDataset';
import type { OutData, OutFile, OutRow } from '../output';
import { parquetWriter } from './parquetWriter';

const EMOJI = '🎉🎉 Mira Olden flew to Porto.';
const labels = (own: Record<string, Label>) => Object.assign(Object.create(null) as Record<string, Label>, own);
const span = (text: string, covered: string, label: string) => ({
  start: text.indexOf(covered),
  end: text.indexOf(covered) + covered.length,
  label,
});

const DATA: OutData = {
  name: 'trips',
  predicted: false,
  columns: [
    { name: 'label', values: 'names' },
    { name: 'topics', values: 'lists' },
    { name: 'score', values: 'numbers' },
    { name: 'entities', values: 'spans' },
    { name: '__proto__', values: 'names' },
  ],
  rows: [
    {
      text: EMOJI,
      split: 'train',
      words: Uint32Array.of(0, 4, 5, 9, 10, 15, 16, 20, 21, 23, 24, 29, 29, 30),
      labels: labels({
        label: 'trip',
        topics: ['air', 'sea'],
        score: 2,
        entities: [span(EMOJI, 'Mira Olden', 'PER'), span(EMOJI, 'Porto', 'LOC')],
      }),
    },
    {
      text: 'Nobody went.',
      split: 'train',
      labels: labels({ label: '1', topics: [], score: 1.5, entities: [], ['__proto__']: 'constructor' }),
    },
    { text: 'Who knows: "x", \n two lines', split: 'validation', labels: labels({}) },
    { text: 'To the sea', split: 'test', labels: labels({ label: '1', topics: ['sea'], score: -3 }) },
  ],
};

const write = async (data: OutData) => {
  const notes: string[] = [];
  return { files: await parquetWriter.write(data, (message) => notes.push(message)), notes };
};
const load = async (files: OutFile[], folder = '') =>
  readDataset(await decodeFiles(files.map(({ path, parts }) => new File(parts, folder + path))), { validationShare: 0 });

const plain = (rows: OutRow[]) =>
  rows.map(({ text, other, words, split, labels: own }) => ({
    text,
    other,
    words: words && [...words],
    split,
    labels: Object.fromEntries(Object.entries(own).map(([name, label]) => [`column ${name}`, label])),
  }));

async function roundTrip(data: OutData) {
  const read = await load((await write(data)).files);
  const rows = (['train', 'validation', 'test'] as const).flatMap((split) => read[split].map((row): OutRow => ({ ...row, split })));
  expect(plain(rows)).toEqual(plain(data.rows));
  return read;
}

describe('Parquet as on the Hugging Face Hub', () => {
  it('is a card and a file per split, which are read as they were', async () => {
    const { files, notes } = await write(DATA);
    expect(files.map(({ path }) => path)).toEqual([
      'README.md',
      'data/train-00000-of-00001.parquet',
      'data/validation-00000-of-00001.parquet',
      'data/test-00000-of-00001.parquet',
    ]);
    expect(files[0].parts.join('')).toMatchInlineSnapshot(`
      "---
      pretty_name: trips
      dataset_info:
        features:
          - name: text
            dtype: string
          - name: label
            dtype:
              class_label:
                names:
                  "0": "1"
                  "1": trip
          - name: topics
            sequence:
              class_label:
                names:
                  "0": air
                  "1": sea
          - name: score
            dtype: float64
          - name: entities
            list:
              - name: start
                dtype: int64
              - name: end
                dtype: int64
              - name: label
                dtype: string
              - name: text
                dtype: string
          - name: __proto__
            dtype:
              class_label:
                names:
                  "0": constructor
          - name: tokens
            sequence: string
      configs:
        - config_name: default
          data_files:
            - split: train
              path: data/train-*
            - split: validation
              path: data/validation-*
            - split: test
              path: data/test-*
      ---

      # trips
      "
    `);
    expect(notes).toEqual(['README.md names no licence and no languages: add them before you publish the data set']);
    const read = await roundTrip(DATA);
    expect(read.format).toBe('parquet');
    expect(read.columns.map(({ name, values }) => [name, values])).toEqual(DATA.columns.map(({ name, values }) => [name, values]));
    expect(read.problems).toEqual([]);
    expect(read.questions).toEqual([]);
  });
  it('pairs, and answers to questions', async () => {
    await roundTrip({
      name: 'pairs',
      predicted: false,
      columns: [{ name: 'text', values: 'names' }],
      rows: [
        { text: 'a', other: 'b', split: 'train', labels: labels({ text: 'same' }) },
        { text: 'c', other: 'd', split: 'train', labels: labels({ text: 'other' }) },
      ],
    });
    await roundTrip({
      name: 'answers',
      predicted: false,
      columns: [{ name: 'answers', values: 'answers' }],
      rows: [
        { text: EMOJI, other: 'Who flew?', split: 'train', labels: labels({ answers: [span(EMOJI, 'Mira Olden', 'answer')] }) },
        { text: EMOJI, other: 'Where to?', split: 'test', labels: labels({ answers: [span(EMOJI, 'Porto', 'answer')] }) },
      ],
    });
  });
  it('two columns of nothing but 0 and 1 stay two', async () => {
    await roundTrip({
      name: 'binary',
      predicted: false,
      columns: [
        { name: 'spam', values: 'names' },
        { name: 'rude', values: 'names' },
      ],
      rows: [
        { text: 'a b', split: 'train', labels: labels({ spam: '1', rude: '0' }) },
        { text: 'c d', split: 'train', labels: labels({ spam: '0', rude: '0' }) },
      ],
    });
  });
  it('predictions have their scores beside them, and no split of their own', async () => {
    const { files } = await write({
      name: 'guesses',
      predicted: true,
      columns: [
        { name: 'label', values: 'names' },
        { name: 'entities', values: 'spans' },
      ],
      rows: [
        { text: EMOJI, labels: labels({ label: 'x', entities: [span(EMOJI, 'Porto', 'LOC')] }), scores: { label: 0.75, entities: [0.5] } },
      ],
    });
    expect(files.map(({ path }) => path)).toEqual(['README.md', 'data/train-00000-of-00001.parquet']);
    const [, source] = await decodeFiles(files.map(({ path, parts }) => new File(parts, path)));
    expect(source.opened?.table.columns).toEqual(['text', 'label', 'label score', 'entities', 'entities score']);
    expect(source.opened?.table.records[0].values[2]).toBe(0.75);
    expect(source.opened?.table.records[0].values[4]).toEqual([0.5]);
  });
  it('words that leave out a part of the text are left out, and said', async () => {
    const { notes } = await write({ ...DATA, rows: [{ ...DATA.rows[0], words: Uint32Array.of(0, 4) }] });
    expect(notes).toContain('1 row has words that do not cover the whole text; these words are left out');
  });
  it('any names and any numbers of spans come back', async () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
    const row = fc.record({
      text: fc.constantFrom('Mira', '🎉 x y', 'flew to Porto. Then'),
      label: fc.option(name, { nil: undefined }),
      topics: fc.option(fc.uniqueArray(name, { maxLength: 3 }), { nil: undefined }),
      score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      whole: fc.option(fc.boolean(), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const data: OutData = {
          ...DATA,
          columns: DATA.columns.slice(0, 4),
          rows: rows.map(({ text, label, topics, score, whole }) => ({
            text,
            split: 'train' as const,
            labels: labels({
              ...(label === undefined ? {} : { label }),
              ...(topics === undefined ? {} : { topics }),
              ...(score === undefined ? {} : { score: score === 0 ? 0 : score }),
              ...(whole === undefined ? {} : { entities: whole ? [{ start: 0, end: text.length, label: 'ALL' }] : [] }),
            }),
          })),
        };
        await roundTrip(data);
      }),
      { numRuns: 30 },
    );
  });
});
