/** Rows of cells, of a file of separated values or a spreadsheet, to a table with named columns. */
import { count, plural } from '../../../plural';
import type { FileRecord, Table } from '../../records';
import { atOnce, forEach, type Steps } from '../../steps';
import type { Reading } from '../format';
import { hasHeader, isSameRow } from './header';

/**
 * @param cells rows, the first of which may be a header; undefined, null and '' are empty cells
 * @param lines on which each row begins, counted from 1
 */
export const tableOfCells = (cells: unknown[][], lines: number[], reading: Reading): Table => atOnce(tableSteps(cells, lines, reading));

/** The same in steps. */
export function* tableSteps(cells: unknown[][], lines: number[], { report, ask }: Reading): Steps<Table> {
  const filled: unknown[][] = [];
  yield* forEach(cells, (row) => filled.push(row.slice(0, lastFilled(row) + 1)));
  const header = hasHeader(filled, ask);
  const first = Number(header);
  const columns = header ? namesOf(filled[0] ?? [], (message) => report(lines[0], message, 'warning')) : [];
  const width = header ? columns.length : usualLength(filled);
  while (columns.length < width) columns.push(`column ${columns.length + 1}`);
  yield;
  const used = columns.map((_, i) => filled.some((row, n) => n >= first && !isEmpty(row[i])));
  const isWhole = !used.includes(false);
  const again: number[] = [];
  if (header) yield* forEach(filled, (row, i) => void (i > 0 && row.length > 0 && isSameRow(row, filled[0]) && again.push(i)));
  if (again.length > 0)
    report(
      lines[again[0]],
      `the header is repeated in ${plural(again.length, 'row')}, ${again.length === 1 ? 'this one; it is' : 'this one first; they are'} left out`,
      'warning',
    );
  const repeated = new Set(again);
  const records: FileRecord[] = [];
  const short: number[] = [];
  yield* forEach(filled, (row, i) => {
    if (i < first || row.length === 0) return;
    if (cells[i].length < width) short.push(i);
    if (repeated.has(i)) return;
    if (row.length > width) {
      report(
        lines[i],
        `the row has ${plural(row.length, 'cell')} instead of ${count(width)} and is left out: a cell may hold a separator without quotation marks`,
      );
      return;
    }
    const values = (isWhole ? row : row.filter((_, n) => used[n])).map((cell) => (isEmpty(cell) ? undefined : cell));
    records.push({ line: lines[i], values });
  });
  if (short.length <= (cells.length - first) / 2) reportShort(short, filled, lines, width, report);
  return { columns: columns.filter((_, i) => used[i]), records };
}

const isEmpty = (cell: unknown) => cell === undefined || cell === null || cell === '';

function lastFilled(row: unknown[]): number {
  return row.findLastIndex((cell) => !isEmpty(cell) && String(cell).trim() !== '');
}

/** The most frequent one: a row with a stray separator must not widen the table. */
function usualLength(rows: unknown[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce(
    (best, entry) => (entry[1] > best[1] || (entry[1] === best[1] && entry[0] > best[0]) ? entry : best),
    [0, 0],
  )[0];
}

/** Two columns of one name get numbers, so that neither is lost. */
function namesOf(row: unknown[], warn: (message: string) => void): string[] {
  const taken = new Set<string>();
  return row.map((cell, i) => {
    const name = isEmpty(cell) ? `column ${i + 1}` : String(cell).trim();
    const again = taken.has(name);
    if (again) warn(`two columns have the name "${name}"; the second is read as "${name} (column ${i + 1})"`);
    const unique = again ? `${name} (column ${i + 1})` : name;
    taken.add(unique);
    return unique;
  });
}

/** Rows that end early may have lost cells; in many files the last cells are just empty. */
function reportShort(short: number[], rows: unknown[][], lines: number[], width: number, report: Reading['report']): void {
  if (short.length === 0) return;
  const [first] = short;
  const what = short.length === 1 ? 'this row has' : `${plural(short.length, 'row')}, this one first, have`;
  report(
    lines[first],
    `${what} fewer cells than the ${width} columns (${rows[first].length} here); the missing cells count as empty`,
    'warning',
  );
}
