/** Tables of comma-, tab- or semicolon-separated values (RFC 4180), with a header or without. */
import Papa from 'papaparse';
import { looksLikeHeader, type Roles, recogniseRoles } from '../columns';
import { RowCollector, type Source } from '../rows';
import type { Format } from './format';
import { FORMAT_TITLES } from './titles';
import { parseSpans, parseStrings } from './values';

export const csv: Format = {
  name: 'csv',
  title: FORMAT_TITLES.csv,
  recognises: ([{ name, text }]) =>
    /\.[ct]sv$/i.test(name) || looksLikeHeader((text.slice(0, 2000).split(/\r?\n/)[0] ?? '').split(/[,;\t]/)),
  read(source, given) {
    const collector = new RowCollector(source.name);
    const { records, lines } = parse(source, collector);
    const header = looksLikeHeader(records[0] ?? []);
    const columns = (records[0] ?? []).map((cell, i) => (header ? cell.trim() : `column ${i + 1}`));
    const body = records.slice(Number(header));
    const roles = recogniseRoles(columns, (column) => body.slice(0, 50).map((cells) => cells[columns.indexOf(column)]), given);
    for (const [i, cells] of body.entries()) addRecord(collector, cells, lines[i + Number(header)], columns, roles);
    return { rows: collector.rows, problems: collector.problems, columns, roles };
  },
};

function addRecord(collector: RowCollector, cells: string[], line: number, columns: string[], roles: Roles): void {
  if (cells.length < columns.length) {
    collector.problem(line, `there are ${cells.length} cells where ${columns.length} are expected`, 'warning');
  }
  const cell = (role: keyof Roles) => {
    const column = roles[role];
    return column === undefined ? undefined : cells[columns.indexOf(column)];
  };
  const spans = cell('spans');
  const parsed = spans === undefined || spans.trim() === '' ? undefined : parseSpans(spans);
  if (typeof parsed === 'string') collector.problem(line, `${parsed}; the row’s spans are left out`);
  const [tokens, tags] = [cell('tokens'), cell('tags')].map((text) =>
    text === undefined || text.trim() === '' ? undefined : parseStrings(text),
  );
  collector.add({
    line,
    text: cell('text'),
    label: cell('label'),
    ...(tokens ? { tokens, tags } : {}),
    ...(Array.isArray(parsed) ? { spans: parsed } : {}),
    split: cell('split'),
  });
}

/** Cells of every row, and the line on which each begins: a quoted cell may run over several. */
function parse({ name, text }: Source, collector: RowCollector): { records: string[][]; lines: number[] } {
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
      for (const { type } of errors)
        if (type === 'Quotes') collector.problem(line, 'a quotation mark is not closed or stands in the wrong place');
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
