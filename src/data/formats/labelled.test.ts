/** Lines with a label in front, and lines without one. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from '../readDataset';
import { cellsOf } from './conll/conllLines';

const read = (text: string, options: ReadOptions = {}, name = 'a.txt') => {
  const dataset = readDataset([{ name, text }], { validationShare: 0, ...options });
  return { ...dataset, rows: dataset.train.map((row) => [row.labels.class, row.text]) };
};
const lines = (count: number, lineOf: (i: number) => string) => Array.from({ length: count }, (_, i) => lineOf(i)).join('\n');

describe('a label and a text', () => {
  it('numbers (SST-2) and two-part labels (TREC), of which the first part counts unless a person says otherwise', () => {
    expect(read(lines(6, (i) => `${i % 2} film number x${i}`)).rows[1]).toEqual(['1', 'film number x1']);
    const trec = lines(8, (i) => `${i % 2 ? 'LOC' : 'HUM'}:${'abcd'[i % 4]} What is it , x${i} ?`);
    expect(read(trec).rows[1]).toEqual(['LOC', 'What is it , x1 ?']);
    expect(read(trec).questions).toMatchObject([{ id: 'parts of labels', answer: 'coarse', open: true }]);
    expect(read(trec, { answers: { 'parts of labels': 'full' } }).rows[1][0]).toBe('LOC:b');
  });
});

describe('a text and a label', () => {
  it('between separators, in a file that is not called a table', () => {
    const { train, format } = read('i feel grouchy;anger\nwhat a joy;joy\nso much anger here;anger\nhappy day today;joy\n');
    expect(format).toBe('csv');
    expect(train.map(({ text, labels }) => [text, ...Object.values(labels)])).toEqual([
      ['i feel grouchy', 'anger'],
      ['what a joy', 'joy'],
      ['so much anger here', 'anger'],
      ['happy day today', 'joy'],
    ]);
    expect(read('well, I went\nno, not me\nyes, of course\nso, what now\n').format).toBe('text');
  });
});

describe('a label behind the text', () => {
  it('after @ (Financial PhraseBank); addresses are no labels', () => {
    const { rows } = read('The firm has no plans .@neutral\nProfit rose .@positive\nSales fell .@neutral\nCosts were lower .@positive\n');
    expect(rows[1]).toEqual(['positive', 'Profit rose .']);
    expect(read('Write to ada@a.org\nor to bob@b.org\nor call\nat noon\n').format).toBe('text');
  });
});

describe('texts without labels', () => {
  it('are one per line', () => {
    const { rows, format, columns } = read('one line\n\n  another line \n');
    expect([format, columns, rows]).toEqual([
      'text',
      [],
      [
        [undefined, 'one line'],
        [undefined, 'another line'],
      ],
    ]);
  });

  it('do not get their first words as classes, unless a person says so', () => {
    const commands = lines(12, (i) => `${['book', 'play', 'add'][i % 3]} something called x${i}`);
    expect(read(commands).columns).toEqual([]);
    expect(read(commands).questions).toMatchObject([{ id: 'first words', answer: 'text', open: true }]);
    expect(read(commands, { answers: { 'first words': 'label' } }).rows[0]).toEqual(['book', 'something called x0']);
  });
});

describe('a word per row', () => {
  const table = 'Sentence #,Word,POS,Tag\nSentence: 1,Mira,NNP,B-per\n,Olden,NNP,I-per\n,slept,VBD,O\nSentence: 2,Porto,NNP,B-geo\n';

  it('is a sentence per row, with its tags; other columns are named', () => {
    const { train, columns, problems } = read(table, {}, 'ner.csv');
    expect(train.map(({ text, labels }) => [text, labels.Tag])).toEqual([
      ['Mira Olden slept', [{ start: 0, end: 10, label: 'per' }]],
      ['Porto', [{ start: 0, end: 5, label: 'geo' }]],
    ]);
    expect(columns.map(({ name }) => name)).toEqual(['Tag']);
    expect(problems.map(({ message }) => message)).toContain(
      'POS: each row is one word, so only the column Tag is read; the others are left out',
    );
  });

  it('under other names, by the number of the sentence', () => {
    const other = 'sentence_id,words,labels\n0,Mira,B-PER\n0,slept,O\n1,Porto,B-LOC\n';
    expect(read(other, {}, 'a.csv').train.map(({ text }) => text)).toEqual(['Mira slept', 'Porto']);
  });

  it('without a number, by the empty lines between sentences, with a header or without', () => {
    const rows = (text: string) => read(text, {}, 'a.csv').train.map(({ text: words }) => words);
    expect(rows('word,tag\nMira,B-PER\nslept,O\n\nPorto,B-LOC\nrained,O\n')).toEqual(['Mira slept', 'Porto rained']);
    expect(rows('EU,B-ORG\nrejects,O\n,\nPeter,B-PER\nspoke,O\n')).toEqual(['EU rejects', 'Peter spoke']);
  });

  it('where nothing says where sentences end it is asked', () => {
    const words = 'Word,Tag\nMira,B-PER\nslept,O\nPorto,B-LOC\n';
    expect(read(words, {}, 'a.csv').questions[0]).toMatchObject({ id: 'sentences', answer: 'one', open: true });
    expect(read(words, {}, 'a.csv').train.map(({ text }) => text)).toEqual(['Mira slept Porto']);
  });

  it('is not what a table of texts is', () => {
    const texts = 'sentence_id,words,labels\n0,Mira slept well,pos\n1,Porto is far,neg\n2,It rained,pos\n3,It was fine,neg\n';
    expect(read(texts, {}, 'a.csv').train[0].text).toBe('Mira slept well');
  });
});

it('many blanks inside a line are read at once, in every layout', () => {
  const blanks = ' '.repeat(200_000);
  expect(cellsOf(`film${blanks}O`)).toEqual(['film', 'O']);
  expect(read(lines(6, (i) => `${i % 2} film${blanks}x${blanks}`)).rows[1]).toEqual(['1', `film${blanks}x`]);
});
