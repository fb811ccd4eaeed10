import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset';
import { describeDataset } from './describe';
import { type ReadOptions, readDataset } from './readDataset';
import { stratifiedSplit } from './split';
import { splitOfName } from './splitNames';

const jsonl = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const read = (rows: object[], options?: ReadOptions) => readDataset([{ name: 'a.jsonl', text: jsonl(rows) }], options);
const texts = ({ train, validation, test }: Dataset) => [train, validation, test].map((side) => side.map(({ text }) => text));
/** Files by name, of `count` rows that are named after their file. */
const files = (counts: Record<string, number>, options?: ReadOptions) =>
  readDataset(
    Object.entries(counts).map(([name, count]) => ({
      name,
      text: jsonl(Array.from({ length: count }, (_, i) => ({ text: `${name} ${i}`, label: i % 2 ? 'x' : 'y' }))),
    })),
    options,
  );
const sizes = ({ train, validation, test }: Dataset) => [train.length, validation.length, test.length];

describe('names of splits', () => {
  it.each([
    ['train', 'train training x/train.csv TREC.train.label.raw stsa.binary.train Training-set.tsv train_v2.jsonl eng.train dev/train.csv'],
    ['validation', 'validation valid val dev devel eval testa dev-clean x/dev/seq.in eng.testa stsb-en-dev.csv test/val.csv'],
    ['test', 'test TEST testb test-set eval-test test_2.csv heldout held-out.csv eng.testb x/test/seq.in train/test.csv'],
    [
      undefined,
      'cross_val.json cross-validation_data.json latest.csv contest.csv attestation devices.csv trains.csv evaluate restrained.jsonl 0 sample.jsonl',
    ],
  ])('%s', (split, names) => {
    for (const name of names.split(' ')) expect([name, splitOfName(name)]).toEqual([name, split]);
  });
});

describe('splits of a data set', () => {
  it('a column decides; its test rows are test rows', () => {
    const rows = ['train', 'dev', 'test', 'eval-test'].map((split) => ({ text: split, label: 'x', split }));
    expect(texts(read(rows))).toEqual([['train'], ['dev'], ['test', 'eval-test']]);
  });

  it('files decide; one without a telling name is for training beside others', () => {
    expect(sizes(files({ 'x/train.jsonl': 4, 'x/devel.jsonl': 3, 'x/test.jsonl': 2 }))).toEqual([4, 3, 2]);
    expect(sizes(files({ 'latest.jsonl': 4, 'eng.testa.jsonl': 3, 'eng.testb.jsonl': 2 }))).toEqual([4, 3, 2]);
  });

  it('without validation rows a share of the training rows is cut, never of the test rows', () => {
    const dataset = files({ 'train.jsonl': 20, 'test.jsonl': 10 });
    expect(sizes(dataset)).toEqual([16, 4, 10]);
    expect(dataset.validation.every(({ text }) => text.startsWith('train'))).toBe(true);
    expect(sizes(files({ 'train.jsonl': 20, 'test.jsonl': 10 }, { validationShare: 0 }))).toEqual([20, 0, 10]);
    const rows = Array.from({ length: 10 }, (_, i) => ({ text: `${i}`, label: 'x', split: i < 5 ? 'train' : 'test' }));
    expect(sizes(read(rows))).toEqual([4, 1, 5]);
  });

  it('the cut is stratified by the first column of classes, and the same for the same seed', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({
      text: `row ${i}`,
      score: i / 8,
      label: i % 4 === 0 ? 'rare' : 'common',
      lang: i % 3 ? 'a' : 'b',
    }));
    const split = (seed: number) => read(rows, { validationShare: 0.2, seed });
    const { rows: counts, columns } = describeDataset(split(1));
    expect(counts).toEqual({ train: 80, validation: 20, test: 0 });
    expect(columns[0].names).toEqual({
      common: { train: 60, validation: 15, test: 0 },
      rare: { train: 20, validation: 5, test: 0 },
    });
    expect(split(1).validation).toEqual(split(1).validation);
    expect(split(2).validation).not.toEqual(split(1).validation);
  });

  it('the cut never changes: measured figures rest on it', () => {
    const keys = Array.from({ length: 24 }, (_, i) => (i % 8 === 7 ? undefined : i % 3 === 0 ? 'a' : 'b'));
    const rows = keys.map((label, i) => ({ text: `${i}`, ...(label ? { label } : {}) }));
    for (const [share, seed, expected] of [
      [0.25, 3, [0, 1, 11, 15, 18, 19]],
      [0.1, 0, [1, 3]],
    ] as const) {
      expect(stratifiedSplit(keys, share, seed).flatMap((split, i) => (split === 'validation' ? [i] : []))).toEqual(expected);
      expect(read(rows, { validationShare: share, seed }).validation.map(({ text }) => Number(text))).toEqual(expected);
    }
  });

  it('rows of an unknown split are left out with a warning, or put where a person says', () => {
    const rows = ['train', 'dev', 'a', 'b', 'b', ''].map((split, i) => ({ text: `${split} ${i}`, label: 'x', split }));
    const dataset = read(rows);
    expect(texts(dataset)).toEqual([['train 0', ' 5'], ['dev 1'], []]);
    expect(dataset.problems[0]).toEqual({
      severity: 'warning',
      file: 'a.jsonl',
      line: 3,
      message: '3 rows are left out because the split is called "a", "b": choose which of train, validation, test that is',
    });
    expect(dataset.splitNames).toContainEqual({ name: 'dev', split: 'validation' });
    expect(dataset.splitNames).toContainEqual({ name: 'a', split: undefined });
    const corrected = read(rows, { splits: { a: 'test', b: 'leave out', dev: 'train' }, validationShare: 0 });
    expect(corrected.splitNames).toContainEqual({ name: 'b', split: 'leave out' });
    expect(texts(corrected)).toEqual([['train 0', 'dev 1', ' 5'], [], ['a 2']]);
    expect(corrected.problems.some(({ message }) => message.includes('left out'))).toBe(false);
  });

  it('a column called "fold" of which no value is a split is not a split, unless a person says so', () => {
    const rows = [0, 1, 2, 0, 1, 2].map((fold, i) => ({ text: `row ${i}`, label: i % 2 ? 'x' : 'y', fold }));
    const dataset = read(rows, { validationShare: 0 });
    expect(sizes(dataset)).toEqual([6, 0, 0]);
    expect([dataset.roles?.split, dataset.columns.map(({ name }) => name)]).toEqual([undefined, ['label']]);
    expect(sizes(read(rows, { splits: { 0: 'train', 1: 'validation', 2: 'test' } }))).toEqual([2, 2, 2]);
  });

  it('only test rows: nothing is trained on, which is said with a remedy', () => {
    const dataset = files({ 'x/test.jsonl': 6 });
    expect(sizes(dataset)).toEqual([0, 0, 6]);
    expect(dataset.problems.map(({ message }) => message)).toContain(
      'there are no rows for training: by the names of the files or the split column, all rows are test rows. Rename the file, or choose another split for it',
    );
    expect(sizes(files({ 'x/test.jsonl': 6 }, { splits: { 'x/test.jsonl': 'train' }, validationShare: 0.5 }))).toEqual([3, 3, 0]);
    expect(sizes(files({ 'a.jsonl': 2, 'toString.jsonl': 2 }, { splits: { 'a.jsonl': 'leave out' }, validationShare: 0 }))).toEqual([
      2, 0, 0,
    ]);
  });
});
