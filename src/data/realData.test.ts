import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from './decodeFile';
import { readDataset } from './readDataset';

const SHARED = '../shared/data/';
/** Rows to train on and to validate on; of every column, its name, what it holds, and how many different names. */
const REAL: [string, string[], { rows: [number, number]; columns: [string, string, number][] }][] = [
  [
    'crossner',
    ['joint4x7_crossner/train.jsonl', 'joint4x7_crossner/dev.jsonl'],
    {
      rows: [600, 1771],
      columns: [
        ['label', 'names', 4],
        ['tags', 'spans', 3],
      ],
    },
  ],
  ['btc', ['btc/train.jsonl', 'btc/dev.jsonl'], { rows: [6338, 1001], columns: [['tags', 'spans', 3]] }],
  ['sst2', ['sst2/stsa.binary.train', 'sst2/stsa.binary.dev'], { rows: [6920, 872], columns: [['class', 'names', 2]] }],
  [
    'snips',
    ['train', 'dev'].flatMap((split) => ['seq.in', 'seq.out', 'label'].map((part) => `snips/${split}/${part}`)),
    {
      rows: [13084, 700],
      columns: [
        ['intent', 'names', 7],
        ['slots', 'spans', 39],
      ],
    },
  ],
  ['trec', ['trec/TREC.train.label.raw'], { rows: [4907, 545], columns: [['class', 'names', 6]] }],
  ['banking77', ['banking77/train.csv'], { rows: [9003, 1000], columns: [['category', 'names', 77]] }],
  ['stsb', ['stsb/stsb-en-dev.csv'], { rows: [0, 1500], columns: [['column 3', 'numbers', 78]] }],
];

describe('real data sets', () => {
  for (const [name, files, expected] of REAL) {
    const there = files.every((file) => existsSync(SHARED + file));
    it.skipIf(!there)(there ? name : `${name} (skipped: no ../shared/data beside this checkout)`, async () => {
      const sources = await decodeFiles(files.map((file) => new File([readFileSync(SHARED + file)], file)));
      const dataset = readDataset(sources, { validationShare: 0.1 });
      expect(dataset.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(dataset.columns.map(({ name: column, values, distinct }) => [column, values, distinct])).toEqual(expected.columns);
      expect([dataset.train.length, dataset.validation.length]).toEqual(expected.rows);
    });
  }
});
