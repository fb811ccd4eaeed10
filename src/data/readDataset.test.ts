/** Files of every format to data sets, and what is said of what is wrong in them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors';
import { sampleDataset, toyDataset } from './builtIn';
import { decodeFile } from './decodeFile';
import { describeDataset } from './describe';
import { readDataset } from './readDataset';
import type { Source } from './rows';

const read = (name: string, text: string, options = {}) => readDataset([{ name, text }], { validationShare: 0, ...options });
const messages = (dataset: { problems: { line?: number; message: string }[] }) =>
  dataset.problems.map(({ line, message }) => `${line}: ${message}`);

describe('CSV and TSV', () => {
  it('columns by their names, quoted cells over several lines, lines counted as in the file', () => {
    const { train, roles, problems } = read('a.csv', 'id,Sentence,Intent\n1,"one,\ntwo ""three""",x\n2,four,y\n3,,x\n');
    expect(roles).toEqual({ text: 'Sentence', label: 'Intent' });
    expect(train).toContainEqual({ text: 'one,\ntwo "three"', label: 'x' });
    expect(train).toHaveLength(2);
    expect(problems).toContainEqual({ severity: 'error', file: 'a.csv', line: 5, message: 'there is no text in this row; it is left out' });
  });

  it('without a header the longest column is the text, and the one with few values the class', () => {
    const { roles, labels } = read('a.tsv', 'good\ta rather long sentence\nbad\tanother long sentence\ngood\t"quoted\t\n');
    expect(roles).toEqual({ text: 'column 2', label: 'column 1' });
    expect(labels).toEqual(['bad', 'good']);
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
    expect(train).toEqual([{ text: 'Ada codes', words: Uint32Array.of(0, 3, 4, 9), tags: ['B-PER', 'O'] }]);
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
    const tags = ['O', 'O', 'B-LOC', 'I-LOC', 'O'];
    expect(train.map((row) => row.tags)).toEqual([tags, tags]);
    expect(train.map((row) => row.label).sort()).toEqual(['3', undefined]);
  });

  it('tokens and tags; an array of records; a class under "labels"', () => {
    expect(read('a.jsonl', '{"tokens":["Ada","!"],"tags":["B-PER","O"],"label":"x"}').train[0]).toMatchObject({
      text: 'Ada !',
      label: 'x',
    });
    expect(read('a.json', '[{"text":"one","labels":"x"},{"text":"two","labels":"y"}]').labels).toEqual(['x', 'y']);
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
      /2: this line is no JSON object.*3: this line is no JSON object.*4: the text is 7.*5: .*is no span/s,
    );
  });

  it('overlapping, empty and outlying spans mask the row’s tags and keep its class', () => {
    const row = (spans: object[]) => JSON.stringify({ text: 'Ada met Alan', label: 'x', spans });
    const bad = [
      [
        { start: 0, end: 7, label: 'PER' },
        { start: 4, end: 12, label: 'ORG' },
      ],
      [{ start: 3, end: 4, label: 'PER' }],
      [{ start: 8, end: 40, label: 'PER' }],
    ];
    const dataset = read('a.jsonl', bad.map(row).join('\n'));
    for (const example of dataset.train) expect(example).toEqual({ text: 'Ada met Alan', label: 'x' });
    expect(messages(dataset)[0]).toBe('1: the spans "Ada met" (PER, 0–7) and "met Alan" (ORG, 4–12) overlap; the row’s spans are left out');
    expect(messages(dataset)[1]).toMatch(/covers no character/);
    expect(messages(dataset)[2]).toMatch(/outside the text, which has 12 characters/);
  });

  it('a span inside a word splits the word', () => {
    const { train } = read('a.jsonl', '{"text":"Berliner","spans":[{"start":0,"end":6,"label":"LOC"}]}');
    expect(train).toEqual([{ text: 'Berliner', words: Uint32Array.of(0, 6, 6, 8), tags: ['B-LOC', 'O'] }]);
  });
});

describe('CoNLL', () => {
  it('tabs or blanks, -DOCSTART-, classes in comments, the last column', () => {
    const text = '-DOCSTART- -X- O O\n\n# label = World\nAda\tNNP\tB-PER\nLovelace\tNNP\tI-PER\n\nin IN O\nLondon NNP B-LOC\n';
    const { train, format, scheme } = read('a.txt', text);
    expect({ format, scheme }).toEqual({ format: 'conll', scheme: 'IOB2' });
    expect(train).toContainEqual({ text: 'Ada Lovelace', label: 'World', words: Uint32Array.of(0, 3, 4, 12), tags: ['B-PER', 'I-PER'] });
  });

  it('IOB1 and BIOES become IOB2', () => {
    const tags = (lines: string) => read('a.conll', lines).train[0].tags;
    expect(tags('a I-PER\nb I-PER\nc B-PER\nd I-ORG\ne O\nf I-ORG')).toEqual(['B-PER', 'I-PER', 'B-PER', 'B-ORG', 'O', 'B-ORG']);
    expect(tags('a B-PER\nb I-PER\nc E-PER\nd S-PER\ne O\nf S-ORG')).toEqual(['B-PER', 'I-PER', 'I-PER', 'B-PER', 'O', 'B-ORG']);
    expect(tags('a B-PER\nb L-PER\nc U-LOC\nd U-LOC')).toEqual(['B-PER', 'I-PER', 'B-LOC', 'B-LOC']);
  });

  it('an unknown tag masks its sentence and is named with its line; stray I- tags are counted', () => {
    const dataset = read('a.conll', 'Ada B-PER\n\nAlan X-PER\n\nB-PER B-PER\nEve I-ORG\n');
    expect(dataset.train.find(({ text }) => text === 'Alan')).toEqual({ text: 'Alan' });
    expect(messages(dataset)).toContain('3: "X-PER" is no tag that is known (O, B-X, I-X, E-X, S-X); the row’s tags are left out');
    expect(messages(dataset).join('\n')).toMatch(/1 I- tags in 1 rows continue no entity/);
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
    expect(train[0]).toEqual({ text: 'play jazz', label: 'Play', words: Uint32Array.of(0, 4, 5, 9), tags: ['O', 'B-genre'] });
  });

  it('a missing file and unequal lengths are said', () => {
    expect(() => readDataset(parts('x', 2).slice(0, 2))).toThrow('x has no label file.');
    expect(() => readDataset([...parts('x', 2).slice(0, 2), { name: 'x/label', text: 'Play' }])).toThrow('seq.in 2, seq.out 2, label 1');
  });
});

describe('labelled lines', () => {
  it('class first; the coarse part of a class counts', () => {
    const { train, validation, labels, format } = read(
      'TREC.label',
      'LOC:city What city ?\nHUM:ind Who ?\nLOC:other Where ?\nHUM:gr Which team ?\nLOC:x A ?\nHUM:y B ?\n',
    );
    expect(format).toBe('labelled');
    expect(labels).toEqual(['HUM', 'LOC']);
    expect([...train, ...validation].map(({ text }) => text)).toContain('What city ?');
  });
});

describe('a data set as a whole', () => {
  const rows = (labels: (string | null)[], extra: object = {}) =>
    labels.map((label, i) => JSON.stringify({ text: `row ${i}`, label, ...extra })).join('\n');

  it('a stratified share validates, the same for the same seed', () => {
    const text = rows(Array.from({ length: 100 }, (_, i) => (i % 4 === 0 ? 'rare' : 'common')));
    const split = (seed: number) => read('a.jsonl', text, { validationShare: 0.2, seed });
    const { rows: counts, labels } = describeDataset(split(1));
    expect(counts).toEqual({ train: 80, validation: 20 });
    expect(labels).toEqual({ common: { train: 60, validation: 15 }, rare: { train: 20, validation: 5 } });
    expect(split(1).validation).toEqual(split(1).validation);
    expect(split(2).validation).not.toEqual(split(1).validation);
  });

  it('a split column decides, and test rows are in neither', () => {
    const text = ['train', 'dev', 'test'].map((split) => JSON.stringify({ text: split, label: 'x', split })).join('\n');
    const { train, validation } = readDataset([{ name: 'a.jsonl', text }]);
    expect([train, validation].map((side) => side.map(({ text: row }) => row))).toEqual([['train'], ['dev']]);
  });

  it('warns of one class, of classes and types only validated, of texts on both sides', () => {
    const text = [
      { text: 'Ada', label: 'x', spans: [{ start: 0, end: 3, label: 'PER' }], split: 'train' },
      { text: 'Ada', label: 'x', spans: [{ start: 0, end: 3, label: 'ORG' }], split: 'dev' },
    ];
    expect(messages(read('a.jsonl', text.map((row) => JSON.stringify(row)).join('\n'))).join('\n')).toMatch(
      /one class only.*entity type "ORG" occurs in the validation rows only.*1 validation rows have the very text/s,
    );
    const unseen = [
      { text: 'a', label: 'x', split: 'train' },
      { text: 'b', label: 'y', split: 'train' },
      { text: 'c', label: 'z', split: 'dev' },
    ];
    expect(messages(read('a.jsonl', unseen.map((row) => JSON.stringify(row)).join('\n'))).join('\n')).toMatch(
      /class "z" occurs in the validation rows only/,
    );
  });

  it('classes and types are renamed, joined and dropped', () => {
    const text =
      '{"text":"Ada in Rome","label":"a","spans":[{"start":0,"end":3,"label":"PERSON"},{"start":7,"end":11,"label":"GPE"}]}\n{"text":"x","label":"b"}\n{"text":"y","label":"c"}';
    const dataset = read('a.jsonl', text, { labelMap: { b: 'a', c: null }, typeMap: { PERSON: 'PER', GPE: null } });
    expect(dataset.labels).toEqual(['a']);
    expect(dataset.tags).toEqual(['O', 'B-PER']);
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
    expect(() => read('a.bin', 'x')).toThrow(/is in no format that is known here: JointBERT/);
    expect(() => read('a.csv', 'text\nx', { format: 'xml' })).toThrow(
      'There is no format "xml". Known are jointbert, jsonl, conll, csv, labelled.',
    );
  });

  it('at most a thousand problems are kept', () => {
    const { problems } = read('a.jsonl', `${'nonsense\n'.repeat(3000)}{"text":"x","label":"a"}`);
    expect(problems).toHaveLength(1001);
    expect(problems[1000].message).toMatch(/^… and 20\d\d more problems$/);
  });

  it('200,000 rows are read within seconds', () => {
    const text = Array.from({ length: 200_000 }, (_, i) => `"row, number ${i}",class ${i % 7}`).join('\n');
    const start = performance.now();
    const dataset = readDataset([{ name: 'many.csv', text: `text,label\n${text}` }]);
    expect(dataset.train.length + dataset.validation.length).toBe(200_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('decodeFile', () => {
  it('UTF-8, UTF-16 with its mark, and Windows-1252; not binary', async () => {
    const decode = async (bytes: number[]) => decodeFile(new File([Uint8Array.from(bytes)], 'a.txt'));
    expect(await decode([0xc3, 0xa9])).toMatchObject({ text: 'é', legacy: false });
    expect(await decode([0xff, 0xfe, 0xe9, 0x00])).toMatchObject({ text: 'é', legacy: false });
    expect(await decode([0xe9])).toMatchObject({ text: 'é', legacy: true });
    await expect(decode([0x50, 0x00, 0x01])).rejects.toThrow('a.txt is no text file');
  });
});

it('the sample: at least 400 sentences, four classes, three entity types, a validation split, no problem', async () => {
  const sample = await sampleDataset();
  const { rows, labels, entities } = describeDataset(sample);
  expect(rows.train + rows.validation).toBeGreaterThanOrEqual(400);
  expect(rows.validation).toBeGreaterThanOrEqual(80);
  expect(Object.keys(labels)).toEqual(['Business', 'Science', 'Sports', 'World']);
  for (const { train, validation } of Object.values(labels)) expect(train + validation).toBeGreaterThanOrEqual(100);
  expect(Object.keys(entities)).toEqual(['LOC', 'ORG', 'PER']);
  expect(sample.problems).toEqual([]);
});

it('the toy set has random labels, the same for the same seed', () => {
  const texts = Array.from({ length: 50 }, (_, i) => `sentence number ${i}`);
  const toy = toyDataset(texts, 1);
  expect([toy.train.length, toy.validation.length, toy.labels.length]).toEqual([40, 10, 4]);
  expect(toyDataset(texts, 1)).toEqual(toy);
  expect(toyDataset(texts, 2)).not.toEqual(toy);
});

const SHARED = '../shared/data/';
const REAL: [string, string[], { rows: [number, number]; labels: number; tags: number }][] = [
  ['crossner', ['joint4x7_crossner/train.jsonl', 'joint4x7_crossner/dev.jsonl'], { rows: [600, 1771], labels: 4, tags: 7 }],
  ['btc', ['btc/train.jsonl', 'btc/dev.jsonl'], { rows: [6338, 1001], labels: 0, tags: 7 }],
  ['sst2', ['sst2/stsa.binary.train', 'sst2/stsa.binary.dev'], { rows: [6920, 872], labels: 2, tags: 0 }],
  [
    'snips',
    ['train', 'dev'].flatMap((split) => ['seq.in', 'seq.out', 'label'].map((part) => `snips/${split}/${part}`)),
    { rows: [13084, 700], labels: 7, tags: 72 },
  ],
  ['trec', ['trec/TREC.train.label.raw'], { rows: [4907, 545], labels: 6, tags: 0 }],
  ['banking77', ['banking77/train.csv'], { rows: [8002, 2001], labels: 77, tags: 0 }],
];

describe('real data sets', () => {
  for (const [name, files, expected] of REAL) {
    const there = files.every((file) => existsSync(SHARED + file));
    it.skipIf(!there)(there ? name : `${name} (skipped: no ../shared/data beside this checkout)`, async () => {
      const sources = await Promise.all(files.map((file) => decodeFile(new File([readFileSync(SHARED + file)], file))));
      const dataset = readDataset(sources, { validationShare: 0.1 });
      expect(dataset.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(dataset.labels).toHaveLength(expected.labels);
      expect(dataset.tags).toHaveLength(expected.tags);
      const total = dataset.train.length + dataset.validation.length;
      expect(total).toBe(expected.rows[0] + expected.rows[1]);
      if (name !== 'trec' && name !== 'banking77') expect(dataset.train).toHaveLength(expected.rows[0]);
    });
  }
});
