/** JSON in the wrappings in which data sets come. */
import { describe, expect, it } from 'vitest';
import { SPLITS } from '../../dataset';
import { readDataset } from '../../readDataset';

const GOOD = { text: 'good', label: 'pos' };
const BAD = { text: 'bad', label: 'neg' };
const read = (text: string, name = 'a.json') => {
  const dataset = readDataset([{ name, text }], { validationShare: 0 });
  const rows = SPLITS.flatMap((split) => dataset[split].map((row) => `${split} ${row.text} ${Object.values(row.labels).join()}`));
  const messages = dataset.problems.filter(({ line }) => line !== undefined).map(({ line, message }) => `${line}: ${message}`);
  return { rows, messages };
};
const ROWS = ['train good pos', 'train bad neg'];

describe('the same two rows', () => {
  it.each<[string, string]>([
    ['per line', `${JSON.stringify(GOOD)}\n${JSON.stringify(BAD)}\n`],
    ['per line with commas behind', `${JSON.stringify(GOOD)},\n${JSON.stringify(BAD)}\n`],
    ['one after another over several lines', `${JSON.stringify(GOOD, null, 2)}\n${JSON.stringify(BAD, null, 2)}`],
    ['in a list', JSON.stringify([GOOD, BAD])],
    ['under "data"', JSON.stringify({ version: 1, data: [GOOD, BAD] })],
    ['as rows of the data set viewer', JSON.stringify({ features: [], rows: [GOOD, BAD].map((row, row_idx) => ({ row_idx, row })) })],
    ['as columns of a data frame', JSON.stringify({ text: { 0: 'good', 1: 'bad' }, label: { 0: 'pos', 1: 'neg' } })],
    ['as lists by column', JSON.stringify({ text: ['good', 'bad'], label: ['pos', 'neg'] })],
    ['as a split data frame', JSON.stringify({ columns: ['text', 'label'], index: [0, 1], data: [['good', 'pos'], ['bad', 'neg']] })],
    ['by their numbers', JSON.stringify({ 17: GOOD, 23: BAD })],
    ['with a byte order mark and \\r\\n', `\uFEFF${JSON.stringify(GOOD)}\r\n${JSON.stringify(BAD)}\r\n`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ rows: ROWS, messages: [] });
  }); // biome-ignore format: one case per line

  it('in a list per row', () => {
    const lists = [
      ['good', 'pos'],
      ['bad', 'neg'],
      ['fine', 'pos'],
      ['poor', 'neg'],
    ];
    expect(read(JSON.stringify(lists)).rows).toEqual([...ROWS, 'train fine pos', 'train poor neg']);
  });

  it('by split', () => {
    const records = { train: [GOOD], validation: [BAD], test: [{ text: 'fine', label: 'pos' }] };
    expect(read(JSON.stringify(records)).rows).toEqual(['train good pos', 'validation bad neg', 'test fine pos']);
    const columns = { train: { text: ['good', 'bad'], label: ['pos', 'neg'] }, dev: { text: ['fine', 'poor'], label: ['pos', 'neg'] } };
    expect(read(JSON.stringify(columns)).rows).toEqual([...ROWS, 'validation fine pos', 'validation poor neg']);
  });
});

describe('lines', () => {
  it('are those of the file in lists too', () => {
    expect(read(`[\n${JSON.stringify(GOOD)},\n\n{"text":"","label":"x"},\n${JSON.stringify(BAD)}\n]`)).toEqual({
      rows: ROWS,
      messages: ['4: there is no text in this row; it is left out'],
    });
  });

  it('what is not JSON is named, wherever it stands', () => {
    expect(read(`${JSON.stringify(GOOD)}\nnonsense\n${JSON.stringify(BAD)}\n`, 'a.jsonl').messages).toEqual([
      '2: this line is not a JSON object; it is left out',
    ]);
    const pretty = `${JSON.stringify(GOOD, null, 1)}\nnonsense\n${JSON.stringify(BAD, null, 1)}`;
    expect(read(pretty)).toEqual({ rows: ROWS, messages: ['5: this is not JSON; it is left out'] });
  });

  it('a file that ends too early is refused with the line where it ends', () => {
    expect(() => read(`[${JSON.stringify(GOOD)},\n${JSON.stringify(BAD)},\n{"text":"fi`)).toThrow(/line 3: the file ends inside a value/);
    expect(read(`${JSON.stringify(GOOD)}\n${JSON.stringify(BAD)}\n{"text":"fi`, 'a.jsonl').rows).toEqual(ROWS);
  });
});
