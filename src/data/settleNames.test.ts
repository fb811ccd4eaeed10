/** Names of labels that may not be meant as they stand, and lists that may be one label each. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from './readDataset';

function read(rows: object[], options: ReadOptions = {}) {
  const text = rows.map((row, i) => JSON.stringify({ text: `text ${'abcdefghij'[i]}`, ...row })).join('\n');
  const dataset = readDataset([{ name: 'a.jsonl', text }], { validationShare: 0, ...options });
  const labels = dataset.train.map((row) => row.labels.label);
  const messages = dataset.problems.map(({ line, message }) => `${line ?? '-'}: ${message}`).join('\n');
  return { ...dataset, labels, messages };
}

describe('words for a value that is not there', () => {
  const rows = ['pos', 'nan', 'None', 'neg', 'pos', 'NULL'].map((label) => ({ label }));

  it('are unknown, which is asked', () => {
    const { labels, questions } = read(rows);
    expect(labels).toEqual(['pos', undefined, undefined, 'neg', 'pos', undefined]);
    expect(questions).toMatchObject([{ id: 'missing in label', answer: 'unknown', open: true, labels: true }]);
    expect(questions[0].text).toMatch('"nan" (1), "None" (1), "NULL" (1)');
  });

  it('are classes where a person says so; "none" in lower case is a word', () => {
    expect(read(rows, { answers: { 'missing in label': 'a name' } }).labels).toEqual(['pos', 'nan', 'None', 'neg', 'pos', 'NULL']);
    expect(read([{ label: 'none' }, { label: 'some' }]).questions).toEqual([]);
  });
});

describe('spellings of one name', () => {
  const rows = ['Positive', 'positive', 'positive', 'neg ative', 'Neg-Ative', 'other'].map((label) => ({ label }));

  it('are kept apart and named, and joined in the usual one on request', () => {
    const { labels, messages } = read(rows);
    expect(new Set(labels).size).toBe(5);
    expect(messages).toMatch('"Positive" (1) and "positive" (2); "neg ative" (1) and "Neg-Ative" (1) differ only in spelling');
    expect(read(rows, { answers: { 'spellings in label': 'joined' } }).labels).toEqual([
      'positive',
      'positive',
      'positive',
      'neg ative',
      'neg ative',
      'other',
    ]);
  });

  it('1 and 1.0 are one class, in types of spans and lists too', () => {
    expect(read(['1', '1.0', '2', '1', '2', '1'].map((label) => ({ label: `${label}` }))).messages).toMatch('"1" (3) and "1.0" (1)');
    const spans = (label: string) => ({ spans: [{ start: 0, end: 4, label }] });
    const joined = read([spans('PER'), spans('per'), spans('PER')], { answers: { 'spellings in spans': 'joined' } });
    expect(joined.train.map(({ labels }) => labels.spans)).toEqual(Array(3).fill([{ start: 0, end: 4, label: 'PER' }]));
  });
});

describe('several names in one value', () => {
  it('are asked where their parts are used elsewhere', () => {
    const rows = ['a|b', 'a', 'b|c', 'a|b'].map((label) => ({ label }));
    const { labels, columns, questions } = read(rows);
    expect([labels, columns[0].values]).toEqual([[['a', 'b'], ['a'], ['b', 'c'], ['a', 'b']], 'lists']);
    expect(questions).toMatchObject([{ id: 'separator in label', answer: 'several', open: true }]);
    expect(read(rows, { answers: { 'separator in label': 'one' } }).labels).toEqual(['a|b', 'a', 'b|c', 'a|b']);
  });

  it('are not seen in names with commas', () => {
    const rows = ['Portland, OR', 'Salem, OR', 'Portland, OR', 'Boise, ID'].map((label) => ({ label }));
    expect(read(rows).questions).toEqual([]);
  });
});

describe('lists of labels', () => {
  it('with one name at most are names, and an empty one is unknown', () => {
    const { labels, columns } = read([{ label: ['a'] }, { label: [] }, { label: ['b'] }]);
    expect([labels, columns[0].values]).toEqual([['a', undefined, 'b'], 'names']);
  });

  it('with more are lists, which is asked and named where few have more', () => {
    const rows = [{ label: ['a'] }, { label: ['a', 'b'] }, { label: ['b'] }, { label: [] }, { label: 'a' }];
    const { labels, columns, messages, questions } = read(rows);
    expect([labels, columns[0].values]).toEqual([[['a'], ['a', 'b'], ['b'], [], ['a']], 'lists']);
    expect(messages).toMatch('2: label: this row has the labels "a", "b"');
    expect(questions).toMatchObject([{ id: 'several in label', answer: 'several', open: true, labels: true }]);
    const one = read(rows, { answers: { 'several in label': 'one' } });
    expect([one.labels, one.columns[0].values]).toEqual([['a', undefined, 'b', undefined, 'a'], 'names']);
    expect(one.messages).toMatch('2: label has 2 labels where one is expected');
  });

  it('that often have more are no open question', () => {
    const { questions } = read([{ label: ['a', 'c'] }, { label: ['a', 'b'] }, { label: ['b'] }]);
    expect(questions).toMatchObject([{ id: 'several in label', open: false }]);
  });
});
