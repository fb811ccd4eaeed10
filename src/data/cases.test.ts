/** Small files in the layouts of many tools, with the rows that are right for them; skipped where they are not beside this checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SPLITS } from './dataset';
import { decodeFiles } from './decodeFile';
import { namesIn } from './labelSets';
import { type ReadDataset, readDataset } from './readDataset';

const CASES = '../shared/cases/data/';
const there = existsSync(`${CASES}cases.json`);

interface Row {
  text: string;
  label: string | null;
  ents: [text: string, type: string][] | null;
}
interface Case {
  files: string[];
  expected: string | (Row | string)[];
}

const cases = there ? (JSON.parse(readFileSync(`${CASES}cases.json`, 'utf8')) as Case[]) : [];
const readCase = async (files: string[]) =>
  readDataset(await decodeFiles(files.map((file) => new File([readFileSync(CASES + file)], file))), { validationShare: 0 });

function rowsOf(dataset: ReadDataset): Row[] {
  const column = (values: string) => dataset.columns.find((each) => each.values === values)?.name ?? '';
  const [names, spans] = [column('names'), column('spans')];
  return SPLITS.flatMap((split) => dataset[split]).map(({ text, labels }) => ({
    text,
    label: namesIn(labels[names])[0] ?? null,
    ents: [labels[spans] ?? []]
      .flat()
      .flatMap((span) => (typeof span === 'object' ? [[text.slice(span.start, span.end), span.label]] : [])) as Row['ents'],
  }));
}

const plain = (rows: Row[]) => rows.map(({ text, label, ents }) => JSON.stringify([text, label, ents ?? []])).sort();
const counts = (dataset: ReadDataset) => SPLITS.map((split) => dataset[split].length);
const said = (dataset: ReadDataset) => dataset.problems.map(({ line, message }) => `${line ?? '-'}: ${message}`).join('\n');

/** Where a sentence says what is right. */
const OTHERS: Record<string, (read: () => Promise<ReadDataset>) => Promise<void>> = {
  'prodigy-textcat.jsonl': async (read) => expect(rowsOf(await read()).map(({ label }) => label).sort()).toEqual(['REFUND', 'REFUND', 'not REFUND', 'not REFUND']),
  'doccano-cls.jsonl': async (read) => {
    const dataset = await read();
    expect(dataset.train.map(({ labels }) => labels.label)).toEqual([['pos'], ['neg'], ['pos'], ['pos', 'neg'], undefined]);
    expect(said(dataset)).toMatch('4: label: this row has the labels "pos", "neg"');
  },
  'fasttext.txt': async (read) => {
    const dataset = await read();
    expect(dataset.train[2]).toMatchObject({ text: 'an epic tale', labels: { class: ['pos', 'long'] } });
    expect(said(dataset)).toMatch('3: class: this row has the labels "pos", "long"');
  },
  'brat/doc1.ann': async (read) => expect(rowsOf(await read())[0].ents?.map(([, type]) => type)).toEqual(['PER', 'LOC', 'ORG']),
  'hf-int-tags.jsonl': async (read) => {
    const dataset = await read();
    expect(said(dataset).match(/the tags are numbers/g)).toHaveLength(1);
    expect(dataset.questions).toMatchObject([{ names: true, open: true }]);
  },
  'splits.json': async (read) => {
    const dataset = await read();
    expect([counts(dataset), said(dataset)]).toEqual([[3, 1, 1], expect.stringContaining('oos_train')]);
  },
  'ontonotes.gold_conll': async (read) => expect(rowsOf(await read())[0].ents?.map(([, type]) => type)).toEqual(['PERSON', 'GPE']),
  'hash-token.conll': async (read) => expect(rowsOf(await read()).map(({ text }) => text)).toEqual(['# MondayMood in Porto', '# winning team Lumex']),
  'untyped-bio.tsv': async (read) => expect(rowsOf(await read()).map(({ text, ents }) => [text, ents?.map(([each]) => each)])).toEqual([['Mira Olden slept .', ['Mira Olden']], ['Aspirin helps .', ['Aspirin']]]),
  'suffix-tags.conll': async (read) => expect(rowsOf(await read()).flatMap(({ ents }) => ents)).toEqual([['Mira Olden', 'PER'], ['Porto', 'LOC']]),
  'cr-only.csv': async (read) => expect(said(await read())).toMatch('4: there is no text in this row'),
  'crlf-quoted.csv': async (read) => expect(said(await read())).toMatch('5: there is no text in this row'),
  'space-token.conll': async (read) => {
    const dataset = await read();
    expect(rowsOf(dataset).map(({ ents }) => ents)).toEqual([[['Mira Olden', 'PER']], [['Porto', 'LOC']]]);
    expect(dataset.problems.filter(({ line }) => line !== undefined)).toHaveLength(1);
  },
  'title-text.csv': async (read) => expect((await read()).train[0].text).toBe('A long body about rain and wind'),
  'toxic.csv': async (read) => expect((await read()).train.map(({ labels }) => labels.labels)).toEqual([[], ['toxic', 'insult'], [], ['toxic']]),
  'one-col-quotes.csv': async (read) => {
    const dataset = await read();
    expect([dataset.train.length, said(dataset)]).toEqual([3, expect.stringContaining('3: a quotation mark')]);
  },
  'nan-label.csv': async (read) => expect(rowsOf(await read()).map(({ label }) => label)).toEqual(['pos', null, 'pos', null, null, 'neg']),
  'case-labels.csv': async (read) => {
    const dataset = await read();
    expect([dataset.columns[0].distinct, said(dataset)]).toEqual([4, expect.stringContaining('differ only in spelling')]);
  },
  'contradict.csv': async (read) => expect(said(await read())).toMatch('3: the text is the same as on line 2, but the label differs'),
  'space-span.jsonl': async (read) => {
    const dataset = await read();
    expect(rowsOf(dataset)[0].ents).toEqual([['Mira Olden', 'PER'], ['Porto.', 'LOC']]);
    expect(said(dataset)).toMatch('1: the span 10–11 (PER) covers no character');
  },
  'zerowidth.jsonl': async (read) => expect(rowsOf(await read())[0].ents).toEqual([['A\u200bda', 'PER'], ['Porto', 'LOC']]),
  'bio/train.tsv': async (read) => expect(counts(await read())).toEqual([2, 1, 1]),
  'traintest/train.csv': async (read) => expect(counts(await read())).toEqual([20, 0, 10]),
  'imdb/train/pos/0_1.txt': async (read) => {
    const dataset = await read();
    expect([counts(dataset), rowsOf(dataset).map(({ label }) => label).sort().slice(0, 6)]).toEqual([[6, 0, 6], Array(6).fill('neg')]);
  },
  'data.csv.gz': async (read) => expect((await read()).columns).toMatchObject([{ name: 'label', distinct: 2 }]),
  'data.zip': async (read) => expect(counts(await read())).toEqual([2, 0, 0]),
  'sjis.csv': async (read) => {
    const dataset = await read();
    expect([dataset.train.map(({ text }) => text), said(dataset)]).toEqual([['良い', '悪い'], expect.stringContaining('Shift JIS')]);
  },
  'parquet.parquet': async (read) => expect(read()).rejects.toThrow(/Parquet/),
  'gate.xml': async (read) => expect(read()).rejects.toThrow(/GATE/),
  'extra-cells.csv': async (read) => {
    const dataset = await read();
    expect([dataset.train.length, said(dataset)]).toEqual([3, expect.stringContaining('2: the row has 3 cells instead of 2')]);
  },
  'agnews-kaggle.csv': async (read) => expect((await read()).train[0]).toMatchObject({ text: 'Prices of bonds fell again on Monday', labels: { 'Class Index': '3' } }),
  'regression.csv': async (read) => expect((await read()).columns).toMatchObject([{ name: 'label', values: 'numbers', distinct: 40 }]),
  'truncated.json': async (read) => expect(read()).rejects.toThrow(/line 3/),
  'colon-label.txt': async (read) => expect((await read()).columns[0].distinct).toBe(3),
  'plain.txt': async (read) => {
    const dataset = await read();
    expect([dataset.columns, dataset.train[0].text]).toEqual([[], 'book a table for two 0']);
  },
}; // biome-ignore format: one case per line

describe('files in the layouts of many tools', () => {
  if (!there) it.skip('(skipped: no ../shared/cases beside this checkout)', () => undefined);
  for (const { files, expected } of cases) {
    it(files[0], async () => {
      const read = () => readCase(files);
      if (OTHERS[files[0]]) await OTHERS[files[0]](read);
      else expect(plain(rowsOf(await read()))).toEqual(plain(expected as Row[]));
    });
  }
});
