/** Which column is the text, and which two are a pair. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from './readDataset';

const read = (name: string, text: string, options: ReadOptions = {}) => readDataset([{ name, text }], { validationShare: 0, ...options });
const jsonl = (rows: object[], options?: ReadOptions) => read('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'), options);
const times = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));

describe('two texts', () => {
  const sentence = (word: string) => times(6, (i) => `${word} falls on street number ${i}`);
  const [rain, snow, hail] = ['rain', 'snow', 'hail'].map(sentence);
  const rows = (names: string[]) =>
    times(6, (i) => ({ [names[0]]: rain[i], [names[1]]: snow[i], ...(names[2] ? { [names[2]]: hail[i] } : {}), label: i % 2 }));

  it('a text and its second', () => {
    for (const second of ['text_b', 'text2', 'Text B'])
      expect(jsonl(rows(['text', second])).roles).toMatchObject({ text: 'text', other: second });
    expect(jsonl(rows(['text', 'text2', 'text3'])).roles.other).toBeUndefined();
  });

  it('of three that are called alike no two are a pair: that is asked', () => {
    const { roles, questions } = jsonl(rows(['end1', 'end2', 'end3']));
    expect(roles.other).toBeUndefined();
    expect(questions).toMatchObject([{ id: 'text', open: true, options: [{}, {}, {}] }]);
  });

  it('beside another text, a pair is asked about', () => {
    const { roles, questions } = jsonl(rows(['part1', 'part2', 'summary of both']));
    expect(roles).toMatchObject({ text: 'part1', other: 'part2' });
    expect(questions).toMatchObject([{ id: 'text', open: true, answer: 'part1 + part2' }]);
    const alone = jsonl(rows(['part1', 'part2', 'summary of both']), { answers: { text: 'summary of both' } });
    expect(alone.roles).toMatchObject({ text: 'summary of both' });
    expect(alone.roles.other).toBeUndefined();
  });
});

describe('texts in columns without names', () => {
  it('two of them may be a pair: that is asked', () => {
    const table = times(6, (i) => `${i % 2}\twhat falls on street ${i}\train falls on street ${i}`).join('\n');
    const { roles, questions } = read('a.tsv', table);
    expect(roles).toMatchObject({ text: 'column 2', labels: ['column 1'] });
    expect(questions.filter(({ open }) => open)).toMatchObject([{ id: 'text' }]);
    expect(read('a.tsv', table, { answers: { text: 'column 2 + column 3' } }).roles).toMatchObject({ text: 'column 2', other: 'column 3' });
  });

  it('where nothing looks like texts, that is asked', () => {
    const { questions } = read('a.tsv', times(12, (i) => `coder ${i % 2}\t${i}\t${i % 3 ? 'statement' : 'request'}`).join('\n'));
    expect(questions.find(({ id }) => id === 'text')).toMatchObject({
      open: true,
      options: [{ value: 'column 3' }, { value: 'column 1' }],
    });
  });
});

describe('pairs of texts', () => {
  it.each([
    ['sentence1', 'sentence2'],
    ['Sentence 1', 'Sentence 2'],
    ['text_a', 'text_b'],
    ['text1', 'text2'],
    ['premise', 'hypothesis'],
    ['question1', 'question2'],
    ['s1', 's2'],
    ['context', 'question'],
  ])('%s and %s', (first, second) => {
    const dataset = read('a.csv', `label,${second},${first}\nyes,b,a\nno,d,c\nyes,f,e\n`);
    expect(dataset.roles).toEqual({ text: first, other: second, labels: ['label'] });
    expect(dataset.train[0]).toEqual({ text: 'a', other: 'b', labels: { label: 'yes' } });
    expect(dataset.columns).toEqual([{ name: 'label', values: 'names', count: 3, distinct: 2, pairs: true }]);
  });

  it('a row without its second text is left out; a person may want the first alone', () => {
    const text = 'sentence1,sentence2,label\na,b,x\nc,,y\n';
    expect(read('a.csv', text).train).toHaveLength(1);
    expect(read('a.csv', text).problems[0]).toMatchObject({ line: 3, message: 'there is no second text in this row; it is left out' });
    expect(read('a.csv', text, { roles: { other: '' } }).train).toEqual([
      { text: 'a', labels: { label: 'x' } },
      { text: 'c', labels: { label: 'y' } },
    ]);
  });

  it('two texts and a score, without a header', () => {
    const dataset = read(
      'sts.csv',
      'A man is dancing.,A man dances.,5.0\nA child rides.,A dog sleeps well.,0.25\nOne more text.,And its pair.,3.5\n',
    );
    expect(dataset.roles).toEqual({ text: 'column 1', other: 'column 2', labels: ['column 3'] });
    expect(dataset.train[1]).toEqual({ text: 'A child rides.', other: 'A dog sleeps well.', labels: { 'column 3': 0.25 } });
  });
});
