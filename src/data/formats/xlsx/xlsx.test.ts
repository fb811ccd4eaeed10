import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type Cell, workbook } from '../../../testing/workbook';
import { decodeFiles } from '../../decodeFile';
import { readDataset } from '../../readDataset';

const load = async (sheets: Record<string, Cell[][]>, options = {}) =>
  readDataset(await decodeFiles([workbook(sheets)]), { validationShare: 0, ...options });

const HEAD = ['text', 'label'];
const train = [HEAD, ['a good film', 'pos'], ['a bad film', 'neg']];
const test = [HEAD, ['a fine play', 'pos']];

describe('Excel workbooks', () => {
  it('text, numbers, truth values, dates, formulas and empty cells', async () => {
    const rows: Cell[][] = [
      ['text', 'label', 'score', 'sure', 'date'],
      ['Café "Lumex" & 🎉 <b>', 'pos', 1.5, true, { date: 45000 }],
      [null],
      ['flew to Porto', { formula: 'A1', value: 'neg' }, 2.25, false, { date: 45000.5 }],
      ['without a class', null, 3.75, true, null],
    ];
    const [source] = await decodeFiles([workbook({ Sheet1: rows })]);
    expect(source.opened?.table.records.map(({ line, values }) => [line, ...values])).toEqual([
      [1, 'text', 'label', 'score', 'sure', 'date'],
      [2, 'Café "Lumex" & 🎉 <b>', 'pos', 1.5, true, '2023-03-15'],
      [4, 'flew to Porto', 'neg', 2.25, false, '2023-03-15T12:00:00'],
      [5, 'without a class', undefined, 3.75, true, undefined],
    ]);
    const read = await load({ Sheet1: rows });
    expect(read.format).toBe('xlsx');
    expect(read.train.map(({ text, labels }) => [text, labels.label, labels.score])).toEqual([
      ['Café "Lumex" & 🎉 <b>', 'pos', 1.5],
      ['flew to Porto', 'neg', 2.25],
      ['without a class', undefined, 3.75],
    ]);
  });
  it('sheets named by splits are the splits', async () => {
    const read = await load({ Notes: [['made by hand']], train, test });
    expect([read.train.length, read.test.length]).toEqual([2, 1]);
    expect(read.questions.find(({ id }) => id === 'sheet')).toMatchObject({ answer: 'train, test', open: false });
  });
  it('other sheets are a question; the first with data is read', async () => {
    const sheets = { Empty: [[null]], Reviews: train, More: test };
    const read = await load(sheets);
    expect(read.train.map(({ text }) => text)).toEqual(['a good film', 'a bad film']);
    expect(read.questions.find(({ id }) => id === 'sheet')).toMatchObject({ answer: 'Reviews', open: true });
    expect((await load(sheets, { answers: { sheet: 'More' } })).train.map(({ text }) => text)).toEqual(['a fine play']);
    expect((await load(sheets, { answers: { sheet: 'all sheets' } })).train).toHaveLength(3);
  });
  it('spans in cells as JSON', async () => {
    const text = '🎉🎉 Mira Olden flew to Porto.';
    const read = await load({
      a: [
        ['text', 'entities'],
        [text, '[{"start":3,"end":13,"label":"PER","text":"Mira Olden"}]'],
        ['Nobody.', '[]'],
      ],
    });
    const [{ labels }] = read.train;
    expect((labels.entities as { start: number; end: number }[]).map(({ start, end }) => text.slice(start, end))).toEqual(['Mira Olden']);
  });
  it('a cell with an error value', async () => {
    const read = await load({ a: [HEAD, ['a good film', 'pos'], ['a bad film', { error: '#N/A' }], ['so so', 'neg']] });
    expect(read.train.map(({ labels }) => labels.label)).toEqual(['pos', undefined, 'neg']);
  });
  it('titles above the table, remarks beside it, and empty cells at the ends of rows', async () => {
    const rows: Cell[][] = [
      ['Reviews of 2024'],
      [null],
      [...HEAD, 'by'],
      ['a good film', 'pos', 'M'],
      ['a bad film', 'neg', 'M', null, 'check!'],
      ['so so'],
    ];
    const read = await load({ a: rows });
    expect(read.train.map(({ text, labels }) => [text, labels.label])).toEqual([
      ['a good film', 'pos'],
      ['a bad film', 'neg'],
      ['so so', undefined],
    ]);
    expect(read.problems.map(({ line, message }) => [line, message]).slice(0, 2)).toEqual([
      [1, 'left out above the table: "Reviews of 2024"'],
      [5, '1 row has cells to the right of the table; these cells are left out'],
    ]);
    expect(read.problems.map(({ message }) => message).join()).not.toContain('fewer cells');
    const blank = await load({
      a: [
        [...HEAD, null],
        ['a good film', 'pos', 'M'],
        ['a bad film', 'neg', 'K'],
      ],
    });
    expect(blank.fields).toEqual(['text', 'label', 'column 3']);
    expect(blank.train).toHaveLength(2);
  });
  it('an empty or damaged workbook is refused by name', async () => {
    await expect(load({ a: [[null]] })).rejects.toThrow('book.xlsx has no sheet with anything in it');
    const broken = zipSync({ '[Content_Types].xml': strToU8('x'), 'xl/workbook.xml': strToU8('<nothing') });
    await expect(decodeFiles([new File([broken.slice()], 'b.xlsx')])).rejects.toThrow('b.xlsx cannot be read as an Excel workbook');
  });
});
