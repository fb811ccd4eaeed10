/** Prodigy's tasks and answers, read and written. */
import { describe, expect, it } from 'vitest';
import { again, labelsOf, lines, outOf, read, said, spansOf, textOf } from '../shared/toolTesting';

const task = (text: string, fields: object, answer = 'accept') => ({ text, _input_hash: 1, _task_hash: 2, ...fields, answer });
const span = (start: number, end: number, label: string) => ({ start, end, token_start: 0, token_end: 1, label });
const token = { text: 'x', start: 0, end: 1, id: 0, ws: true };
const EMOJI = '🎉🎉 Mira Olden flew to Porto.';

describe('Prodigy: spans', () => {
  it('ner.manual: offsets count code points, and an accepted task without spans has none', () => {
    const manual = { tokens: [token], _view_id: 'ner_manual', meta: { source: 'x' } };
    const data = read(
      'a.jsonl',
      lines([
        task(EMOJI, { ...manual, spans: [span(3, 13, 'PER'), span(22, 27, 'LOC')] }),
        task('Rain fell.', manual),
        task('Wrong.', { ...manual, spans: [span(0, 5, 'PER')] }, 'reject'),
        task('Unsure.', { ...manual, spans: [span(0, 6, 'PER')] }, 'ignore'),
        { text: 'Not seen.', _input_hash: 3, spans: [span(0, 3, 'PER')] },
      ]),
    );
    expect(data.format).toBe('prodigy');
    expect(data.columns.map(({ name, values }) => [name, values])).toEqual([['spans', 'spans']]);
    expect(spansOf(data, 'spans')).toEqual([[EMOJI, 'Mira Olden/PER', 'Porto/LOC'], ['Rain fell.']]);
    expect(data.train[1].labels.spans).toEqual([]);
    expect(said(data)).toEqual([
      '1 task was ignored and is left out',
      '1 task was rejected as wrong and is left out',
      '1 task has no answer and is left out',
    ]);
  });

  it('fields that are not its own are named, and can be labels', () => {
    const own = lines([task('Rain fell.', { spans: [], mood: 'sad' }), task('Sun shone.', { spans: [], mood: 'glad' })]);
    expect(said(read('a.jsonl', own))).toEqual(['mood: not part of Prodigy, so not read as labels unless you choose them']);
    expect(labelsOf(read('a.jsonl', own, { roles: { labels: ['mood'] } }), 'mood')).toEqual({ 'Rain fell.': 'sad', 'Sun shone.': 'glad' });
  });

  it('answers about one entity each are gathered by text, and that others are not known is said', () => {
    const one = (text: string, at: [number, number], answer: string) => task(text, { spans: [span(...at, 'LOC')] }, answer);
    const data = read(
      'a.jsonl',
      lines([
        one('Porto and Braga', [0, 5], 'accept'),
        one('Rain fell', [0, 4], 'reject'),
        one('Porto and Braga', [10, 15], 'accept'),
        one('Porto and Braga', [0, 9], 'reject'),
      ]),
    );
    expect(spansOf(data, 'spans')).toEqual([['Porto and Braga', 'Porto/LOC', 'Braga/LOC']]);
    expect(said(data)).toContain('each answer is about one entity; whether the text has others is not known, but it counts as having none');
  });

  it('what a task says of itself decides whether it is about one entity', () => {
    const tasks = [true, false].map((_is_binary) =>
      task(String(_is_binary), { _is_binary, _view_id: 'ner', label: 'LOC', spans: [span(0, 4, 'LOC')] }),
    );
    expect(said(read('a.jsonl', lines(tasks)))).toEqual([expect.stringMatching(/whether the text has others/)]);
  });

  it('spans that overlap are left out one by one', () => {
    const data = read(
      'a.jsonl',
      lines([task('Mira Olden flew', { _view_id: 'spans_manual', tokens: [token], spans: [span(0, 10, 'A'), span(5, 10, 'B')] })]),
    );
    expect(spansOf(data, 'spans')).toEqual([['Mira Olden flew', 'Mira Olden/A']]);
    expect(said(data)[0]).toMatch(/^1: the spans .* overlap/);
  });
});

describe('Prodigy: classes', () => {
  const binary = [
    task('I want my money back', { label: 'REFUND', spans: [span(10, 15, 'REFUND')] }),
    task('Lovely weather', { label: 'REFUND', spans: [] }, 'reject'),
    task('Hm', { label: 'REFUND' }, 'ignore'),
  ];

  it('one class: rejected is not that class, which can be answered otherwise', () => {
    const data = read('a.jsonl', lines(binary));
    expect(labelsOf(data, 'label')).toEqual({ 'I want my money back': 'REFUND', 'Lovely weather': 'not REFUND' });
    expect(data.questions).toMatchObject([{ id: 'rejected', answer: 'not', open: true }]);
    expect(said(data)).toEqual(['1 task was ignored and is left out', '1 task about a class has marked spans, which are not read']);
    const other = read('a.jsonl', lines(binary), { answers: { rejected: 'leave out' } });
    expect(labelsOf(other, 'label')).toEqual({ 'I want my money back': 'REFUND' });
    expect(said(other)).toContain('1 text for which "REFUND" was rejected is left out');
  });

  it('several classes one by one: one class per text, or a question each', () => {
    const tasks = lines([task('a', { label: 'X' }), task('b', { label: 'Y' }), task('c', { label: 'X' }, 'reject')]);
    const data = read('a.jsonl', tasks);
    expect(labelsOf(data, 'label')).toEqual({ a: 'X', b: 'Y' });
    expect(said(data)).toEqual(['1 answer rejects a class without naming the right one and is left out']);
    const each = read('a.jsonl', tasks, { answers: { 'single classes': 'each' } });
    expect(each.train.map(({ text, labels }) => [text, { ...labels }])).toEqual([
      ['a', { 'label X': 'X' }],
      ['b', { 'label Y': 'Y' }],
      ['c', { 'label X': 'not X' }],
    ]);
    const both = read('a.jsonl', lines([task('a', { label: 'X' }), task('a', { label: 'Y' })]));
    expect(both.questions[0]).toMatchObject({ id: 'single classes', answer: 'each' });
  });

  it('choice: the ids of options are classes, numbers too; several where one task has several', () => {
    const options = [1, -1, 0].map((id) => ({ id, text: `text ${id}` }));
    const single = read(
      'a.jsonl',
      lines([task('good', { options, accept: [1] }), task('bad', { options, accept: [-1] }), task('so', { options, accept: [] })]),
    );
    expect(labelsOf(single, 'choice')).toEqual({ good: '1', bad: '-1', so: undefined });
    expect(said(single)).toEqual(['1 accepted task has no choice and is kept without a class']);
    const several = read(
      'a.jsonl',
      lines([task('good', { options, accept: [1, 0] }), task('bad', { options, accept: [-1] }), task('so', { options, accept: [] })]),
    );
    expect(labelsOf(several, 'choice')).toEqual({ good: ['1', '0'], bad: ['-1'], so: [] });
  });

  it('cats: a class each where every text has one, otherwise lists', () => {
    const cats = (text: string, A: number, B: number) => task(text, { cats: { A, B } });
    expect(labelsOf(read('a.jsonl', lines([cats('a', 1, 0), cats('b', 0, 1)])), 'cats')).toEqual({ a: 'A', b: 'B' });
    expect(labelsOf(read('a.jsonl', lines([cats('a', 1, 1), cats('b', 0, 0)])), 'cats')).toEqual({ a: ['A', 'B'], b: [] });
  });

  it('tasks about pictures are refused', () => {
    expect(() => read('a.jsonl', lines([{ image: 'x.png', _task_hash: 1, answer: 'accept' }]))).toThrow(/about image, and have no text/);
  });
});

it('other files with an answer are not Prodigy’s', () => {
  expect(read('a.jsonl', lines([{ text: 'a', answer: 'yes', label: 'x' }])).format).toBe('jsonl');
});

describe('Prodigy: written', () => {
  const spans = [
    { start: 5, end: 15, label: 'PER' },
    { start: 24, end: 29, label: 'constructor' },
  ];

  it('spans with their tokens, classes as a choice, and read back the same', () => {
    const { files, messages } = outOf('prodigy', [
      { text: EMOJI, split: 'train', labels: { spans, topic: 'travel' } },
      { text: 'Rain', split: 'train', labels: { spans: [] } },
      { text: 'A storm', split: 'test', labels: { topic: '__proto__', score: 0.5 } },
    ]);
    expect(messages).toEqual(['score: left out, with the labels of 1 row: Prodigy cannot hold numbers']);
    expect(files.map(({ path }) => path)).toEqual(['train.jsonl', 'test.jsonl']);
    const [first, second] = textOf(files[0]).split('\n');
    expect(JSON.parse(first)).toMatchObject({
      _view_id: 'blocks',
      answer: 'accept',
      accept: ['travel'],
      spans: [
        { start: 3, end: 13, token_start: 2, token_end: 3, label: 'PER' },
        { start: 22, end: 27, label: 'constructor' },
      ],
    });
    expect(JSON.parse(second)).toMatchObject({
      _view_id: 'ner_manual',
      spans: [],
      tokens: [{ text: 'Rain', start: 0, end: 4, id: 0, ws: false }],
    });
    const back = again(files);
    expect(back.train.map(({ text, labels }) => [text, { ...labels }])).toEqual([
      [EMOJI, { spans, choice: 'travel' }],
      ['Rain', { spans: [] }],
    ]);
    expect(back.test.map(({ labels }) => ({ ...labels }))).toEqual([{ choice: '__proto__' }]);
  });

  it('several classes stay several, none too; scores of predictions stand in meta; pairs are left out', () => {
    const { files, messages } = outOf(
      'prodigy',
      [
        { text: 'a', labels: { tags: ['x'] }, scores: { tags: [0.9] } },
        { text: 'b', labels: { tags: [] }, scores: { tags: [] } },
        { text: 'c', other: 'd', labels: { tags: ['x'] } },
      ],
      { predicted: true, name: 'predictions' },
    );
    expect(messages).toEqual(['1 row has a second text and is left out: Prodigy holds one text per row']);
    expect(JSON.parse(textOf(files[0]).split('\n')[0])).toMatchObject({ meta: { score: [0.9] }, accept: ['x'] });
    expect(labelsOf(again(files), 'choice')).toEqual({ a: ['x'], b: [] });
  });
});
