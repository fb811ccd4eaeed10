/** Tables of comma-, tab- or semicolon-separated values (RFC 4180), with a header or without. */
import Papa from 'papaparse';
import { looksLikeHeader } from '../columnNames';
import { toNumber } from '../labelKinds';
import type { ReportProblem, SourceFile } from '../records';
import type { Format } from './format';

export const csv: Format = {
  name: 'csv',
  title: 'CSV or TSV',
  recognises: ([{ name, text }]) =>
    /\.[ct]sv$/i.test(name) || looksLikeHeader((text.slice(0, 2000).split(/\r?\n/)[0] ?? '').split(/[,;\t]/)),
  read(source, { report }) {
    const { records, lines } = parse(source, report);
    const header = looksLikeHeader(records[0] ?? []) || hasNumbersBelow(records);
    const columns = (records[0] ?? []).map((cell, i) => (header ? cell.trim() : `column ${i + 1}`));
    const body = records.slice(Number(header)).map((values, i) => ({ line: lines[i + Number(header)], values }));
    for (const { line, values } of body) {
      if (values.length >= columns.length && values.slice(columns.length).every((cell) => cell.trim() === '')) continue;
      report(line, `there are ${values.length} cells where ${columns.length} are expected`, 'warning');
    }
    return { columns, records: body };
  },
};

/** Whether a column has a word on top and nothing but numbers below it. */
function hasNumbersBelow([first = [], ...below]: string[][]): boolean {
  const isNumber = (cell = '') => !Number.isNaN(toNumber(cell));
  const isBlank = (cell = '') => cell.trim() === '';
  return first.some((cell, i) => {
    const filled = below.filter((cells) => !isBlank(cells[i]));
    return !isBlank(cell) && !isNumber(cell) && filled.length > 1 && filled.every((cells) => isNumber(cells[i]));
  });
}

/** Cells of every row, and the line on which each begins: a quoted cell may run over several. */
function parse({ name, text }: SourceFile, report: ReportProblem): { records: string[][]; lines: number[] } {
  const records: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  const delimiter = /\.tsv$/i.test(name) ? '\t' : '';
  Papa.parse<string[]>(text, {
    delimiter,
    // Apostrophes and quotation marks stand for themselves in tab-separated text.
    ...(delimiter === '\t' ? { quoteChar: '\u0000' } : {}),
    step({ data, errors, meta }) {
      const consumed = text.slice(at, meta.cursor);
      at = meta.cursor;
      for (const { type } of errors) if (type === 'Quotes') report(line, 'a quotation mark is not closed or stands in the wrong place');
      if (data.some((cell) => cell.trim() !== '')) {
        records.push(data);
        lines.push(line);
      }
      line += countLines(consumed);
    },
  });
  return { records, lines };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
