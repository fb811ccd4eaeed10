import { describe, expect, it } from 'vitest';
import type { Span } from '../../dataset';
import { readDataset } from '../../readDataset';

const load = (files: Record<string, string>, options = {}) =>
  readDataset(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { validationShare: 0, ...options },
  );
const lines = (...records: unknown[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const covered = (text: string, spans: unknown) =>
  (spans as Span[] | undefined)?.map(({ start, end, label }) => [text.slice(start, end), label]);

const CARD = `---
license: mit
dataset_info:
  features:
  - name: text
    dtype: string
  - name: label
    dtype:
      class_label:
        names:
          '0': neg
          '1': pos
  - name: topics
    sequence:
      class_label:
        names:
          '0': film
          '1': play
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*
  - split: test
    path: data/held.jsonl
---
# A data set

Of films.
`;

describe('Hugging Face data sets', () => {
  const train = lines(
    { text: 'a good film', label: 1, topics: [0, 1] },
    { text: 'a bad film', label: 0, topics: [] },
    { text: 'who knows', label: -1 },
  );
  it('a card gives names to numbers and splits to files', () => {
    const read = load({
      'set/README.md': CARD,
      'set/data/train-0.jsonl': train,
      'set/data/held.jsonl': lines({ text: 'a play', label: 0, topics: [1] }),
    });
    expect(read.train.map(({ text, labels }) => [text, labels.label, labels.topics])).toEqual([
      ['a good film', 'pos', ['film', 'play']],
      ['a bad film', 'neg', []],
      ['who knows', undefined, undefined],
    ]);
    expect(read.test.map(({ text, labels }) => [text, labels.label])).toEqual([['a play', 'neg']]);
    expect(read.problems.filter(({ message }) => message.includes('README')).map(({ message }) => message)).toEqual([
      'label: numbers are read as set/README.md names them (0 = neg, 1 = pos)',
      'topics: numbers are read as set/README.md names them (0 = film, 1 = play)',
    ]);
  });
  it('a table of separated values beside dataset_infos.json; what the card does not count is left out', () => {
    const info = JSON.stringify({
      default: {
        features: { text: { dtype: 'string', _type: 'Value' }, label: { names: ['neg', 'pos'], _type: 'ClassLabel' } },
        splits: {},
      },
    });
    const csv = 'text,label\na good film,1\na bad film,0\na fine play,1\n';
    const read = load({ 'dataset_infos.json': info, 'train.csv': csv });
    expect(read.train.map(({ labels }) => labels.label)).toEqual(['pos', 'neg', 'pos']);
    const other = load({ 'README.md': CARD, 'data/train-0.jsonl': train, 'notes.jsonl': lines({ text: 'x y', label: 0 }) });
    expect(other.train).toHaveLength(3);
    expect(other.problems.map(({ message }) => message)).toContain('README.md does not list notes.jsonl as data (1 file); left out');
  });
  it('tags of tokens, which are numbers in the records', () => {
    const info = JSON.stringify({
      features: { ner_tags: { feature: { names: ['O', 'B-PER', 'I-PER', 'B-LOC'], _type: 'ClassLabel' }, length: -1, _type: 'Sequence' } },
    });
    const { train: rows } = load({
      'dataset_info.json': info,
      'train.jsonl': lines({ tokens: ['Mira', 'Olden', 'slept'], ner_tags: [1, 2, 0] }, { tokens: ['In', 'Porto'], ner_tags: [0, 3] }),
    });
    expect(rows.map(({ text, labels }) => covered(text, labels.ner_tags))).toEqual([[['Mira Olden', 'PER']], [['Porto', 'LOC']]]);
  });
  it('configurations are a question', () => {
    const card = `---\nconfigs:\n- config_name: small\n  data_files: small/*.jsonl\n- config_name: large\n  data_files:\n    train: large/a.jsonl\n    test: large/b.jsonl\n---\n`;
    const row = (text: string) => lines({ text: `${text} one`, label: 'x' }, { text: `${text} two`, label: 'y' });
    const files = { 'README.md': card, 'small/s.jsonl': row('small'), 'large/a.jsonl': row('large a'), 'large/b.jsonl': row('large b') };
    const read = load(files);
    expect(read.train.map(({ text }) => text)).toEqual(['small one', 'small two']);
    expect(read.questions.find(({ id }) => id === 'config')).toMatchObject({ answer: 'small', open: true });
    const large = load(files, { answers: { config: 'large' } });
    expect([large.train.length, large.test.length]).toEqual([2, 2]);
  });
  it('a split with a name of its own is left out until a person says what it is', () => {
    const card = `---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: a.jsonl\n  - split: unsupervised\n    path: b.jsonl\n---\n`;
    const files = { 'README.md': card, 'a.jsonl': train, 'b.jsonl': train };
    const read = load(files);
    expect(read.train).toHaveLength(3);
    expect(read.splitNames).toContainEqual({ name: 'unsupervised', split: undefined });
    expect(load(files, { splits: { unsupervised: 'train' } }).train).toHaveLength(6);
  });
  it('classes that are called by numbers: positions, or the names themselves', () => {
    const card = (names: string) =>
      `---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names: ${names}\n---\n`;
    const stars = (...labels: number[]) => lines(...labels.map((label, i) => ({ text: `review ${i}`, label })));
    const labelsOf = (read: ReturnType<typeof load>) => read.train.map(({ labels }) => labels.label);
    const certain = load({ 'README.md': card("['1', '2', '3']"), 'train.jsonl': stars(0, 1, 2, 0, 1, 2) });
    expect(labelsOf(certain)).toEqual(['1', '2', '3', '1', '2', '3']);
    const files = { 'README.md': card("['1', '2', '3']"), 'train.jsonl': stars(1, 2, 1, 2, 1, 2) };
    const read = load(files);
    expect(read.questions.find(({ id }) => id === 'numbers of label')).toMatchObject({ answer: 'positions', open: true });
    expect(labelsOf(read)).toEqual(['2', '3', '2', '3', '2', '3']);
    expect(labelsOf(load(files, { answers: { 'numbers of label': 'names' } }))).toEqual(['1', '2', '1', '2', '1', '2']);
    expect(labelsOf(load({ 'README.md': card("['1', '2', '3']"), 'train.jsonl': stars(1, 2, 3, 1, 2, 3) }))).toEqual([
      '1',
      '2',
      '3',
      '1',
      '2',
      '3',
    ]);
  });
  it('numbers without a name are kept, and said; names stay names', () => {
    const read = load({
      'README.md': CARD,
      'data/train-0.jsonl': lines({ text: 'a b', label: 1 }, { text: 'c d', label: 7 }, { text: 'e f', label: 0 }),
    });
    expect(read.train.map(({ labels }) => String(labels.label))).toEqual(['1', '7', '0']);
    expect(read.problems.map(({ message }) => message)).toContain('label: 1 number has no name in README.md, so all are kept as numbers');
    const named = load({ 'README.md': CARD, 'data/train-0.jsonl': lines({ text: 'a b', label: 'pos' }, { text: 'c d', label: 'neg' }) });
    expect(named.train.map(({ labels }) => labels.label)).toEqual(['pos', 'neg']);
    expect(named.problems.filter(({ message }) => message.includes('README'))).toEqual([]);
  });
  it('a README without a card, or with a broken one, is a paper as any other', () => {
    for (const readme of ['# Notes\n', '---\n: [\n---\n', '---\ntitle: x\n---\n']) {
      expect(load({ 'README.md': readme, 'train.jsonl': train }).train.map(({ labels }) => String(labels.label))).toEqual(['1', '0', '-1']);
    }
  });
  it('a card that is not YAML is said', () => {
    const read = load({ 'README.md': '---\ndataset_info: [\n---\n', 'train.jsonl': train });
    expect(read.problems.map(({ message }) => message)).toContain(
      'the card in README.md is not YAML; what it says about the data is not used',
    );
  });
  it('what save_to_disk wrote is refused with what to do', () => {
    expect(() => load({ 'dataset_dict.json': '{"splits": ["train"]}' })).toThrow('to_parquet');
    expect(() => load({ 'train/state.json': '{"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}' })).toThrow('save_to_disk');
  });
});
