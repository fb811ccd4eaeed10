/** Tables of values separated by commas, tabs, semicolons or bars (RFC 4180), with a header or without. */

import Papa from 'papaparse';
import { plural } from '../../../plural';
import { headerCells, looksLikeHeader } from '../../columnNames';
import type { ReportProblem, SourceFile, Table } from '../../records';
import { atOnce, forEach, type Steps } from '../../steps';
import type { Format, Reading } from '../format';
import { tableSteps } from '../shared/tables';
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
  read: (file, reading) => atOnce(inSteps(file, reading)),
  inSteps,
  writer: csvWriter,
};

function* inSteps(file: SourceFile, reading: Reading): Steps<Table> {
  const delimiter = askDelimiter(file, reading.ask);
  const { cells, lines } = yield* parse(file.text, delimiter, reading.report);
  const bare = yield* unguarded(cells, reading.report);
  yield;
  const settled = settleDecimals(bare, delimiter.character, reading.ask);
  yield;
  return yield* tableSteps(settled, lines, reading);
}

function* unguarded(cells: string[][], report: ReportProblem): Steps<string[][]> {
  let count = 0;
  const bare: string[][] = [];
  yield* forEach(cells, (row) => {
    const texts = row.map(unguard);
    for (const [i, text] of texts.entries()) if (text !== row[i]) count++;
    bare.push(texts);
  });
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

/** Characters that are parsed in a step; of a row that has more, all. */
const PART = 1 << 21;

function* parse(text: string, { character, quoted }: Delimiter, report: ReportProblem): Steps<Parsed> {
  const parsed: Parsed = { cells: [], lines: [] };
  let place: Place = { at: 0, line: 1 };
  let quotes = quoted;
  let unclosed = 0;
  for (let part = PART; place.at < text.length; yield) {
    const { open, end } = parsePart(text, place, part, character, quotes, parsed, report);
    // A row that is not whole is tried again with more of the text.
    part = open || end.at > place.at ? PART : 2 * part;
    place = end;
    if (!open) continue;
    // The mark would swallow all that follows: its line is read as it stands, and the next ones as before.
    report(place.line, 'a quotation mark is never closed; the line is read as it is', 'warning');
    const lineEnd = text.indexOf('\n', place.at);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    parsePart(text.slice(0, lineEnd < 0 ? text.length : lineEnd), place, text.length, character, false, parsed, report);
    place = { at: next, line: place.line + 1 };
    if (unclosed++ === MOST_UNCLOSED) quotes = false;
  }
  return parsed;
}

/** Where a row begins. */
interface Place {
  at: number;
  line: number;
}

/**
 * @param most characters that are looked at
 * @returns where the next row begins, and whether a quotation mark is opened there that is never closed
 */
function parsePart(
  whole: string,
  start: Place,
  most: number,
  delimiter: string,
  quotes: boolean,
  { cells, lines }: Parsed,
  report: ReportProblem,
): { end: Place; open: boolean } {
  const text = whole.slice(start.at, start.at + most);
  const isLast = start.at + text.length === whole.length;
  let { line } = start;
  let at = 0;
  let open = false;
  Papa.parse<string[]>(text, {
    delimiter,
    // No text of a file has this character in it.
    ...(quotes ? {} : { quoteChar: '\u0000' }),
    newline: '\n',
    step({ data, errors, meta }, parser) {
      // It may go on behind this part.
      if (!isLast && meta.cursor >= text.length) return;
      const consumed = text.slice(at, meta.cursor);
      const faulty = errors.some(({ type }) => type === 'Quotes');
      // A mark that is never closed runs to the end, or into the next mark.
      if (faulty && (errors.some(({ code }) => code === 'MissingQuotes') || consumed.trimEnd().includes('\n'))) {
        open = true;
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
  return { end: { at: start.at + at, line }, open };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
