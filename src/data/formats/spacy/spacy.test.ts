/** spaCy's data in JSON, read and written. */
import { describe, expect, it } from 'vitest';
import { again, labelsOf, lines, outOf, read, said, spansOf, textOf } from '../shared/toolTesting';

const EMOJI = '🎉🎉 Mira Olden flew to Porto.';
const entities = [
  [3, 13, 'PER'],
  [22, 27, 'LOC'],
];
const found = [EMOJI, 'Mira Olden/PER', 'Porto/LOC'];

describe('spaCy: entities', () => {
  const tuple = [EMOJI, { entities }];
  it.each([
    ['a list of tuples', JSON.stringify([tuple, ['Rain', { entities: [] }]])],
    ['tuples over several lines', JSON.stringify([tuple, ['Rain', { entities: [] }]], null, 2)],
    ['a tuple per line', lines([tuple, ['Rain', { entities: [] }]])],
    [
      'records',
      lines([
        { text: EMOJI, entities },
        { text: 'Rain', entities: [] },
      ]),
    ],
    ['NER Annotator', JSON.stringify({ classes: ['PER', 'LOC'], annotations: [tuple, null, ['Rain', { entities: [] }]] })],
  ])('%s', (_, text) => {
    const data = read('train.json', text);
    expect(data.format).toBe('spacy');
    expect(spansOf(data, 'entities')).toEqual([found, ['Rain']]);
    expect(data.train[1].labels.entities).toEqual([]);
    expect(said(data)).toEqual([]);
  });

  it('records with classes, beside fields of their own', () => {
    const lines = [
      { text: 'Rain', cats: { wet: 1.0, cold: 1.0 }, meta: { id: '1' }, lang: 'en' },
      { text: 'Sun', cats: { wet: 0.0, cold: 0.0 }, meta: { id: '2' }, lang: 'en' },
    ];
    const data = read('a.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(data.format).toBe('spacy');
    expect(labelsOf(data, 'cats')).toEqual({ Rain: ['wet', 'cold'], Sun: [] });
    expect(said(data)).toEqual(['lang: not part of spaCy (JSON), so not read as labels unless you choose them']);
  });

  it('one tuple by itself', () => {
    expect(spansOf(read('a.json', JSON.stringify(tuple)), 'entities')).toEqual([found]);
  });

  it('Doc.to_json, with groups of spans', () => {
    const doc = {
      text: EMOJI,
      ents: [{ start: 3, end: 13, label: 'PER' }],
      sents: [{ start: 0, end: 28 }],
      tokens: [{ id: 0, start: 0, end: 2 }],
      spans: { sc: [{ start: 22, end: 27, label: 'LOC' }] },
    };
    const data = read('a.json', JSON.stringify([doc, { text: 'Rain', tokens: [], ents: [] }]));
    expect(spansOf(data, 'entities')).toEqual([[EMOJI, 'Mira Olden/PER'], ['Rain']]);
    expect(spansOf(data, 'sc')).toEqual([[EMOJI, 'Porto/LOC'], ['Rain']]);
    expect(data.train[1].labels.sc).toBeUndefined();
  });

  it('documents of version 2; a token of which nothing is known', () => {
    const token = (orth: string, ner: string, id = 0) => ({ id, orth, ner });
    const tokens = [
      token('🎉🎉', 'O'),
      token('Mira', 'B-PER'),
      token('Olden', 'L-PER'),
      token('flew', 'O'),
      token('to', 'O'),
      token('Porto', 'U-LOC'),
      token('.', 'O'),
    ];
    const paragraphs = [
      {
        raw: EMOJI,
        sentences: [{ tokens, brackets: [] }],
        cats: [
          { label: 'A', value: 1 },
          { label: 'B', value: 0 },
        ],
      },
      {
        sentences: [{ tokens: [token('Rain', 'O'), token('fell', '-')] }],
        cats: [
          { label: 'A', value: 0 },
          { label: 'B', value: 1 },
        ],
      },
    ];
    const data = read('a.json', JSON.stringify([{ id: 0, paragraphs }]));
    expect(data.format).toBe('spacy');
    expect(spansOf(data, 'entities')).toEqual([found, ['Rain fell']]);
    expect(data.train[1].labels.entities).toBeUndefined();
    expect(labelsOf(data, 'cats')).toEqual({ [EMOJI]: 'A', 'Rain fell': 'B' });
  });
});

describe('spaCy: cats', () => {
  const tuple = (text: string, cats: object) => [text, { cats }];

  it('one class each are names; otherwise lists, also where each has one at most in this file alone', () => {
    expect(labelsOf(read('a.json', JSON.stringify([tuple('a', { X: 1.0, Y: 0.0 }), tuple('b', { X: 0, Y: true })])), 'cats')).toEqual({
      a: 'X',
      b: 'Y',
    });
    const lists = read('a.json', JSON.stringify([tuple('a', { X: 1, Y: 0 }), tuple('b', { X: 0, Y: 0 })]));
    expect(lists.columns).toMatchObject([{ name: 'cats', values: 'lists' }]);
    expect(labelsOf(lists, 'cats')).toEqual({ a: ['X'], b: [] });
  });

  it('numbers between 0 and 1, and classes that a text does not name, are said', () => {
    const data = read('a.json', JSON.stringify([tuple('a', { X: 0.7, Y: 0.6 }), tuple('b', { X: 1 }), ['c', { entities: [] }]]));
    expect(labelsOf(data, 'cats')).toEqual({ a: ['X', 'Y'], b: ['X'], c: undefined });
    expect(said(data)).toEqual([
      '1 text has classes with numbers other than 0 and 1; a class with 0.5 or more counts as true',
      '1 text leaves some of the classes open; these count as false',
    ]);
  });
});

it('records may name their split; with other labels beside them they are not spaCy’s', () => {
  const record = { text: EMOJI, entities };
  const data = read(
    'a.jsonl',
    lines([
      { ...record, split: 'train' },
      { ...record, text: 'Rain', entities: [], split: 'dev' },
    ]),
  );
  expect([data.format, data.train.length, data.validation.length]).toEqual(['spacy', 1, 1]);
  expect(read('a.jsonl', lines([{ ...record, label: 'travel' }])).columns.map(({ name }) => name)).toEqual(['label', 'entities']);
});

it('other lists and records are not spaCy’s', () => {
  expect(
    read(
      'a.json',
      JSON.stringify([
        ['a text', 'pos'],
        ['another', 'neg'],
      ]),
    ).format,
  ).toBe('jsonl');
  expect(read('a.jsonl', lines([{ text: 'a', entities: [{ start: 0, end: 1, label: 'X' }] }])).format).toBe('jsonl');
});

describe('spaCy: written', () => {
  it('tuples that come back, per split', () => {
    const spans = [
      { start: 5, end: 15, label: 'PER' },
      { start: 24, end: 29, label: '__proto__' },
    ];
    const { files, messages } = outOf('spacy', [
      { text: EMOJI, split: 'train', labels: { entities: spans, topic: '__proto__', parts: [{ start: 0, end: 4, label: 'X' }] } },
      { text: 'Rain', split: 'train', labels: { topic: 'weather' } },
      { text: 'Snow', split: 'test', labels: { entities: [] } },
      { text: 'Open', split: 'test', labels: {} },
    ]);
    expect(messages).toEqual(['1 row has no label that spaCy can hold and is left out, because spaCy would count it as labelled']);
    expect(files.map(({ path }) => path)).toEqual(['train.json', 'test.json']);
    expect(textOf(files[0])).toContain('"entities":[[3,13,"PER"],[22,27,"__proto__"]]');
    const back = again(files);
    expect(back.train.map(({ text, labels }) => [text, { ...labels }])).toEqual([
      [EMOJI, { entities: spans, cats: '__proto__', parts: [{ start: 0, end: 4, label: 'X' }] }],
      ['Rain', { cats: 'weather' }],
    ]);
    expect(back.test).toEqual([{ text: 'Snow', labels: { entities: [] } }]);
  });

  it('several classes, and none', () => {
    const { files } = outOf('spacy', [
      { text: 'a', labels: { tags: ['x', 'y'] } },
      { text: 'b', labels: { tags: [] } },
    ]);
    expect(labelsOf(again(files), 'cats')).toEqual({ a: ['x', 'y'], b: [] });
  });
});
