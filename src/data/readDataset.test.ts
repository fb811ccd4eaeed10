/** Files of every format to data sets, and what is said of what is wrong in them. */
import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors';
import { describeDataset } from './describe';
import { namesOf } from './labelSets';
import { type ReadOptions, readDataset } from './readDataset';
import type { Source } from './records';

const read = (name: string, text: string, options: ReadOptions = {}) => readDataset([{ name, text }], { validationShare: 0, ...options });
const jsonl = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const namesIn = (dataset: ReturnType<typeof read>, column: string) => namesOf([...dataset.train, ...dataset.validation], column);
const messages = (dataset: { problems: { line?: number; message: string }[] }) =>
  dataset.problems.map(({ line, message }) => `${line}: ${message}`);

describe('CSV and TSV', () => {
  it('columns by their names, quoted cells over several lines, lines counted as in the file', () => {
    const { train, roles, problems } = read('a.csv', 'id,Sentence,Intent\n1,"one,\ntwo ""three""",x\n2,four,y\n3,,x\n');
    expect(roles).toEqual({ text: 'Sentence', labels: ['Intent'] });
    expect(train).toContainEqual({ text: 'one,\ntwo "three"', labels: { Intent: 'x' } });
    expect(train).toHaveLength(2);
    expect(problems).toContainEqual({ severity: 'error', file: 'a.csv', line: 5, message: 'there is no text in this row; it is left out' });
  });

  it('without a header the longest column is the text, and the one with few values the class', () => {
    const dataset = read('a.tsv', 'good\ta rather long sentence\nbad\tanother long sentence\ngood\t"quoted\t\n');
    expect(dataset.roles).toEqual({ text: 'column 2', labels: ['column 1'] });
    expect(namesIn(dataset, 'column 1')).toEqual(['bad', 'good']);
  });

  it('columns can be corrected', () => {
    const text = 'text,label,kind\nwrong,1,right one\nwrong,2,right two\n';
    expect(
      read('a.csv', text, { roles: { text: 'kind' } })
        .train.map((row) => row.text)
        .sort(),
    ).toEqual(['right one', 'right two']);
  });

  it('tokens and tags in cells; an empty class is unknown', () => {
    const { train } = read('a.csv', 'words,ner_tags,label\nAda codes,B-PER O,\n');
    expect(train).toEqual([
      { text: 'Ada codes', words: Uint32Array.of(0, 3, 4, 9), labels: { ner_tags: [{ start: 0, end: 3, label: 'PER' }] } },
    ]);
  });
});

describe('JSON Lines', () => {
  it('text, class and spans; offsets in UTF-16 or in code points', () => {
    const spans = (start: number, end: number) => [{ start, end, label: 'LOC' }];
    const lines = [
      { text: '🙂 in New York!', label: 3, spans: spans(6, 14) },
      { text: '🙂 in New York!', label: null, entities: spans(5, 13), offsets: 'codePoints' },
    ];
    const { train } = read('a.jsonl', `${JSON.stringify(lines[0])}\n${JSON.stringify({ ...lines[1], spans: lines[1].entities })}\n`);
    expect(train.map(({ labels }) => labels.spans)).toEqual([spans(6, 14), spans(6, 14)]);
    expect(train.map(({ labels }) => labels.label).sort()).toEqual(['3', undefined]);
  });

  it('tokens and tags; an array of records; a class under "labels"', () => {
    expect(read('a.jsonl', '{"tokens":["Ada","!"],"tags":["B-PER","O"],"label":"x"}').train[0]).toMatchObject({
      text: 'Ada !',
      labels: { label: 'x', tags: [{ start: 0, end: 3, label: 'PER' }] },
    });
    expect(namesIn(read('a.json', '[{"text":"one","labels":"x"},{"text":"two","labels":"y"}]'), 'labels')).toEqual(['x', 'y']);
  });

  it('problems have their lines, and the other rows are kept', () => {
    const text = [
      '{"text":"fine","label":"x"}',
      '{"text":',
      '[1]',
      '{"text":7,"label":"x"}',
      '{"text":"fine too","label":"y","spans":[{"start":0,"end":4}]}',
    ];
    const dataset = read('a.jsonl', text.join('\n'));
    expect(dataset.train).toHaveLength(2);
    expect(messages(dataset).join('\n')).toMatch(
      /2: this line is not a JSON object.*3: a JSON object is expected here.*4: the text is 7.*5: .*is not a span/s,
    );
  });

  it('overlapping, empty and outlying spans are left out one by one', () => {
    const person = { start: 0, end: 3, label: 'PER' };
    const row = (spans: object[]) => ({ text: 'Ada met Alan', label: 'x', spans });
    const bad = [
      [
        { start: 4, end: 12, label: 'ORG' },
        { start: 0, end: 7, label: 'PER' },
      ],
      [person, { start: 3, end: 4, label: 'PER' }],
      [person, { start: 8, end: 40, label: 'PER' }],
      [{ begin: 8, end: 12 }, person],
    ];
    const dataset = read('a.jsonl', jsonl(bad.map(row)));
    expect(dataset.train.map(({ labels }) => labels)).toEqual([
      { label: 'x', spans: [{ start: 0, end: 7, label: 'PER' }] },
      { label: 'x', spans: [person] },
      { label: 'x', spans: [person] },
      { label: 'x', spans: [person] },
    ]);
    expect(messages(dataset).slice(0, 4)).toEqual([
      '1: the spans "Ada met" (PER, 0–7) and "met Alan" (ORG, 4–12) overlap; the second is left out',
      '2: the span 3–4 (PER) covers no characters; it is left out',
      '3: the span 8–40 (PER) lies outside the text, which has 12 characters; it is left out',
      '4: {"begin":8,"end":12} is not a span: { "start", "end", "label" } is expected; it is left out',
    ]);
  });

  it('a span inside a word stays one, and no words are made up', () => {
    const spans = [{ start: 0, end: 6, label: 'LOC' }];
    expect(read('a.jsonl', jsonl([{ text: 'Berliner', spans }])).train).toEqual([{ text: 'Berliner', labels: { spans } }]);
  });

  it('records may stand under "data", and be printed over several lines', () => {
    const records = [
      { text: 'good', label: 'pos' },
      { text: 'bad', label: 'neg' },
    ];
    const expected = records.map(({ text, label }) => ({ text, labels: { label } }));
    expect(read('a.json', JSON.stringify({ data: records })).train).toEqual(expected);
    expect(read('a.json', JSON.stringify(records, null, 2)).train).toEqual(expected);
    expect(read('a.json', JSON.stringify(records[0], null, 2)).train).toEqual(expected.slice(0, 1));
  });
});

describe('CoNLL', () => {
  it('tabs or blanks, -DOCSTART-, classes in comments, the last column', () => {
    const text = '-DOCSTART- -X- O O\n\n# label = World\nAda\tNNP\tB-PER\nLovelace\tNNP\tI-PER\n\nin IN O\nLondon NNP B-LOC\n';
    const { train, format, scheme } = read('a.txt', text);
    expect({ format, scheme }).toEqual({ format: 'conll', scheme: 'IOB2' });
    expect(train).toContainEqual({
      text: 'Ada Lovelace',
      words: Uint32Array.of(0, 3, 4, 12),
      labels: { class: 'World', entities: [{ start: 0, end: 12, label: 'PER' }] },
    });
    // The second sentence's class is unknown.
    expect(train[1].labels).toEqual({ entities: [{ start: 3, end: 9, label: 'LOC' }] });
  });

  it('IOB1 and BIOES are told apart, and give the same entities', () => {
    // Words are single letters: word n stands at 2n.
    const entities = (lines: string) => {
      const { train, scheme } = read('a.conll', lines);
      return [
        scheme,
        ...[train[0].labels.entities].flat().map((span) => (typeof span === 'object' ? `${span.start}-${span.end} ${span.label}` : '')),
      ];
    };
    expect(entities('a I-PER\nb I-PER\nc B-PER\nd I-ORG\ne O\nf I-ORG')).toEqual(['IOB1', '0-3 PER', '4-5 PER', '6-7 ORG', '10-11 ORG']);
    expect(entities('a B-PER\nb I-PER\nc E-PER\nd S-PER\ne O\nf S-ORG')).toEqual(['BIOES', '0-5 PER', '6-7 PER', '10-11 ORG']);
    expect(entities('a B-PER\nb L-PER\nc U-LOC\nd U-LOC')).toEqual(['BIOES', '0-3 PER', '4-5 LOC', '6-7 LOC']);
    expect(entities('a B-PER\nb I-ORG\nc I-ORG\nd O\ne I-PER')).toEqual(['IOB2', '0-1 PER', '2-5 ORG', '8-9 PER']);
  });

  it('an unknown tag masks its sentence and is named with its line; stray I- tags are counted', () => {
    const dataset = read('a.conll', 'Ada B-PER\n\nAlan X-PER\n\nB-PER B-PER\nEve I-ORG\n\nnothing O\n');
    expect(dataset.train.find(({ text }) => text === 'Alan')).toEqual({ text: 'Alan', labels: {} });
    // All "O" is known to have no entity, which is not the same as unknown.
    expect(dataset.train.find(({ text }) => text === 'nothing')?.labels).toEqual({ entities: [] });
    expect(messages(dataset)).toContain('3: "X-PER" is not a known tag (O, B-X, I-X, E-X, S-X); the row’s tags are left out');
    expect(messages(dataset).join('\n')).toMatch(/1 I- tag in 1 row continues no entity/);
  });
});

describe('JointBERT', () => {
  const parts = (folder: string, count: number): Source[] => [
    { name: `${folder}/seq.in`, text: 'play jazz \n'.repeat(count) },
    { name: `${folder}/seq.out`, text: 'O B-genre \n'.repeat(count) },
    { name: `${folder}/label`, text: 'Play\n'.repeat(count) },
  ];

  it('three files a folder, folders name the splits', () => {
    const { train, validation } = readDataset([...parts('x/train', 3), ...parts('x/dev', 2), { name: 'x/intent_label.txt', text: 'Play' }]);
    expect([train.length, validation.length]).toEqual([3, 2]);
    expect(train[0]).toEqual({
      text: 'play jazz',
      words: Uint32Array.of(0, 4, 5, 9),
      labels: { intent: 'Play', slots: [{ start: 5, end: 9, label: 'genre' }] },
    });
  });

  it('a missing file and unequal lengths are said', () => {
    expect(() => readDataset(parts('x', 2).slice(0, 2))).toThrow('x has no label file.');
    expect(() => readDataset([...parts('x', 2).slice(0, 2), { name: 'x/label', text: 'Play' }])).toThrow('seq.in 2, seq.out 2, label 1');
  });
});

describe('labelled lines', () => {
  it('class first; the coarse part of a class counts', () => {
    const dataset = read(
      'TREC.label',
      'LOC:city What city ?\nHUM:ind Who ?\nLOC:other Where ?\nHUM:gr Which team ?\nLOC:x A ?\nHUM:y B ?\n',
    );
    expect(dataset.format).toBe('labelled');
    expect(namesIn(dataset, 'class')).toEqual(['HUM', 'LOC']);
    expect(dataset.train.map(({ text }) => text)).toContain('What city ?');
  });
});

describe('a data set as a whole', () => {
  it('warns of texts on both sides, nearly the same ones too, and of a text with two labels', () => {
    const row = (text: string, label: string, split: string) => ({ text, label, split });
    const rows = [
      row('We met at noon.', 'x', 'train'),
      row('a', 'y', 'train'),
      row('we met at NOON!', 'x', 'dev'),
      row('a', 'y', 'test'),
      row('a', 'x', 'train'),
    ];
    expect(messages(read('a.jsonl', jsonl(rows)))).toEqual([
      '5: the text is the same as on line 2, but the label differs: label is "x" here and "y" there',
      'undefined: 1 validation row differs from a training row only in case, digits or punctuation (on line 3): scores will look better than they are',
      'undefined: 1 test row has the same text as a training row: scores will look better than they are',
    ]);
  });

  it('warns of rare classes and types, and of one class that most rows have', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({
      text: `text ${'abcdefghij'[i % 10]}${'abcdefghij'[Math.floor(i / 10)]}`,
      label: i === 0 ? 'rare' : 'usual',
    }));
    expect(messages(read('a.jsonl', jsonl(rows)))).toEqual([
      'undefined: there are no rows for validation',
      'undefined: label: 1 class has fewer than 3 training rows: "rare" (1). That is too few to learn from',
      'undefined: label: 99 % of the rows are "usual", so a model that always answers "usual" has an accuracy of 99 %; look at macro-F1 instead',
    ]);
  });

  it('a pair is the same only if both its texts are', () => {
    const row = (premise: string, hypothesis: string, split: string) => ({ premise, hypothesis, label: hypothesis, split });
    const pairs = [row('a', 'b', 'train'), row('a', 'c', 'train'), row('a', 'b', 'dev'), row('b', 'c', 'dev')];
    expect(messages(read('a.jsonl', jsonl(pairs)))).toEqual([
      'undefined: 1 validation row has the same text as a training row: scores will look better than they are',
    ]);
  });

  it('classes and types are renamed, joined and dropped, column by column', () => {
    const rows = [
      {
        text: 'Ada in Rome',
        label: 'a',
        topic: 'a',
        topics: ['p', 'q', 'r'],
        spans: [
          { start: 0, end: 3, label: 'PERSON' },
          { start: 7, end: 11, label: 'GPE' },
        ],
      },
      { text: 'x', label: 'b', topic: 'b', topics: ['r'] },
      { text: 'y', label: 'c' },
    ];
    const rename = { label: { b: 'a', c: null }, spans: { PERSON: 'PER', GPE: null }, topics: { q: 'p', r: null } };
    const dataset = read('a.jsonl', jsonl(rows), { rename });
    expect(dataset.train.map(({ labels }) => labels)).toEqual([
      { label: 'a', topic: 'a', topics: ['p'], spans: [{ start: 0, end: 3, label: 'PER' }] },
      { label: 'a', topic: 'b', topics: [] },
      {},
    ]);
    expect(dataset.columns).toEqual([
      { name: 'label', values: 'names', count: 2, distinct: 1, pairs: false },
      { name: 'topic', values: 'names', count: 2, distinct: 2, pairs: false },
      { name: 'topics', values: 'lists', count: 2, distinct: 1, pairs: false },
      { name: 'spans', values: 'spans', count: 1, distinct: 1, pairs: false },
    ]);
  });

  it('names that objects inherit are names like any other', () => {
    const text =
      '{"text":"Ada","__proto__":"constructor","constructor":"toString","label":"__proto__","spans":[{"start":0,"end":3,"label":"__proto__"}]}\n' +
      '{"text":"Eve","__proto__":"valueOf","constructor":"toString","label":"constructor"}\n' +
      '{"text":"Bob","__proto__":"constructor","constructor":"x","label":"constructor"}';
    const dataset = read('a.jsonl', text, { rename: JSON.parse('{"__proto__":{"valueOf":"other"}}') });
    expect(dataset.columns.map(({ name, distinct }) => [name, distinct])).toEqual([
      ['label', 2],
      ['__proto__', 2],
      ['constructor', 2],
      ['spans', 1],
    ]);
    expect(dataset.train.map(({ labels }) => labels['__proto__' as string])).toEqual(['constructor', 'other', 'constructor']);
    const label = describeDataset(dataset).columns[0];
    expect(Object.entries(label.names).map(([name, { train }]) => [name, train])).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(Object.hasOwn(Object.prototype, 'train')).toBe(false);
  });

  it('a folder’s licence and readme are passed over', () => {
    const sources = [
      { name: 'x/LICENSE', text: 'Permission is hereby granted' },
      { name: 'x/README.md', text: '# x' },
      { name: 'x/train.csv', text: 'text,label\na,b\nc,d' },
      { name: 'x/dev.csv', text: 'text,label\ne,b' },
    ];
    const { train, validation, problems } = readDataset(sources);
    expect([train.length, validation.length, problems.length]).toEqual([2, 1, 0]);
  });

  it('an empty or unknown file is refused in a sentence', () => {
    expect(() => read('a.csv', 'text,label\n')).toThrow(TandemError);
    expect(() => read('a.bin', 'x')).toThrow(/is in none of the known formats: .*JointBERT/);
    expect(() => read('a.csv', 'text\nx', { format: 'xyz' })).toThrow(/There is no format "xyz". Choose one of .*jsonl, .*csv, /);
  });

  it('at most a thousand problems are kept', () => {
    const { problems } = read('a.jsonl', `${'nonsense\n'.repeat(3000)}{"text":"x","label":"a"}`);
    expect(problems).toHaveLength(1001);
    expect(problems[1000].message).toMatch(/^… and 2,0\d\d more problems$/);
  });

  // A reader whose time grows with the square of the rows would not end before the test's limit.
  it('200,000 rows are read', () => {
    const text = Array.from({ length: 200_000 }, (_, i) => `"row, number ${i}",class ${i % 7}`).join('\n');
    const dataset = readDataset([{ name: 'many.csv', text: `text,label\n${text}` }]);
    expect(dataset.train.length + dataset.validation.length).toBe(200_000);
  });
});
