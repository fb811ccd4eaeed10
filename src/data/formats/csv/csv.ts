/** Tables of values separated by commas, tabs, semicolons or bars (RFC 4180), with a header or without. */

import Papa from 'papaparse';
import { plural } from '../../../plural';
import { headerCells, looksLikeHeader } from '../../columnNames';
import type { ReportProblem } from '../../records';
import type { Format } from '../format';
import { tableOfCells } from '../shared/tables';
import { csvWriter } from './csvWriter';
import { settleDecimals } from './decimalComma';
import { askDelimiter, type Delimiter, isSeparated } from './delimiter';
import { unguard } from './guard';

export const csv: Format = {
  name: 'csv',
  title: 'CSV or TSV',
  recognises: ([file]) =>
    /\.([ct]sv|psv|tab)$/i.test(file.name) ||
    looksLikeHeader(headerCells(file.head(1)[0], /[,;\t|]/)) ||
    (file.head(3).length > 2 && file.head(3).every((line) => line.includes('\t')) && !/\.(conll|iob2?|bio)/i.test(file.name)) ||
    isSeparated(file),
  read(file, reading) {
    const delimiter = askDelimiter(file, reading.ask);
    const { cells, lines } = parse(file.text, delimiter, reading.report);
    return tableOfCells(settleDecimals(unguarded(cells, reading.report), delimiter.character, reading.ask), lines, reading);
  },
  writer: csvWriter,
};

function unguarded(cells: string[][], report: ReportProblem): string[][] {
  let count = 0;
  const bare = cells.map((row) =>
    row.map((cell) => {
      const text = unguard(cell);
      if (text !== cell) count++;
      return text;
    }),
  );
  if (count > 0)
    report(
      undefined,
      `${plural(count, 'cell begins', 'cells begin')} with an apostrophe before = + - @, a tab or a line end, which keeps spreadsheets from running ${count === 1 ? 'it' : 'them'}; the apostrophe is left out`,
      'warning',
    );
  return count > 0 ? bare : cells;
}

interface Parsed {
  cells: string[][];
  /** On which each row begins: a quoted cell may run over several. */
  lines: number[];
}

/** More marks without an end than this, and they are no quotation marks at all. */
const MOST_UNCLOSED = 5;

function parse(text: string, { character, quoted }: Delimiter, report: ReportProblem): Parsed {
  const parsed: Parsed = { cells: [], lines: [] };
  let rest = text;
  let line = 1;
  let quotes = quoted;
  for (let unclosed = 0; rest !== ''; unclosed++) {
    const open = parseQuoted(rest, line, character, quotes, parsed, report);
    if (!open) break;
    // The mark would swallow all that follows: its line is read as it stands, and the next ones as before.
    report(open.line, 'a quotation mark is never closed; the line is read as it is', 'warning');
    rest = text.slice(text.length - rest.length + open.at);
    const end = rest.indexOf('\n');
    parseQuoted(end < 0 ? rest : rest.slice(0, end), open.line, character, false, parsed, report);
    rest = end < 0 ? '' : rest.slice(end + 1);
    line = open.line + 1;
    if (unclosed === MOST_UNCLOSED) quotes = false;
  }
  return parsed;
}

/** @returns where a quotation mark is opened that is never closed */
function parseQuoted(
  text: string,
  firstLine: number,
  delimiter: string,
  quotes: boolean,
  { cells, lines }: Parsed,
  report: ReportProblem,
): { line: number; at: number } | undefined {
  let line = firstLine;
  let at = 0;
  let open: { line: number; at: number } | undefined;
  Papa.parse<string[]>(text, {
    delimiter,
    // No text of a file has this character in it.
    ...(quotes ? {} : { quoteChar: '\u0000' }),
    newline: '\n',
    step({ data, errors, meta }, parser) {
      const consumed = text.slice(at, meta.cursor);
      const faulty = errors.some(({ type }) => type === 'Quotes');
      // A mark that is never closed runs to the end, or into the next mark.
      if (faulty && (errors.some(({ code }) => code === 'MissingQuotes') || consumed.trimEnd().includes('\n'))) {
        open = { line, at };
        parser.abort();
        return;
      }
      if (faulty) report(line, 'a quotation mark is misplaced; check how the row is read', 'warning');
      if (data.some((cell) => cell.trim() !== '')) {
        cells.push(data);
        lines.push(line);
      }
      at = meta.cursor;
      line += countLines(consumed);
    },
  });
  return open;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
