import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../../decodeFile';
import { readDataset } from '../../readDataset';

type Cell = string | number | boolean | { date: number } | { formula: string; value: string } | { error: string } | null;
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The least that programs write. */
function workbook(sheets: Record<string, Cell[][]>): File {
  const strings: string[] = [];
  const names = Object.keys(sheets);
  const cellXml = (cell: Cell, r: string) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return `<c r="${r}" t="s"><v>${strings.push(cell) - 1}</v></c>`;
    if (typeof cell === 'number') return `<c r="${r}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${r}" t="b"><v>${Number(cell)}</v></c>`;
    if ('date' in cell) return `<c r="${r}" s="1"><v>${cell.date}</v></c>`;
    if ('error' in cell) return `<c r="${r}" t="e"><v>${cell.error}</v></c>`;
    return `<c r="${r}" t="str"><f>${cell.formula}</f><v>${cell.value}</v></c>`;
  };
  const sheetXml = (rows: Cell[][]) =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map((row, y) => `<row r="${y + 1}">${row.map((cell, x) => cellXml(cell, `${'ABCDEF'[x]}${y + 1}`)).join('')}</row>`)
      .join('')}</sheetData></worksheet>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names
      .map((name, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId91" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml':
      '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
  };
  for (const [i, name] of names.entries()) files[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheets[name]);
  files['xl/sharedStrings.xml'] = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings
    .map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`)
    .join('')}</sst>`;
  return new File([zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))).slice()], 'book.xlsx');
}

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
      [1, '"Reviews of 2024" above the table: left out'],
      [5, '1 rows have cells to the right of the table, this one first; these cells are left out'],
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
