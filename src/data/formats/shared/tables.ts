/** Rows of cells, of a file of separated values or a spreadsheet, to a table with named columns. */
import { count, plural } from '../../../plural';
import type { FileRecord, Table } from '../../records';
import type { Reading } from '../format';
import { hasHeader, isSameRow } from './header';

/**
 * @param cells rows, the first of which may be a header; undefined, null and '' are empty cells
 * @param lines on which each row begins, counted from 1
 */
export function tableOfCells(cells: unknown[][], lines: number[], { report, ask }: Reading): Table {
  const filled = cells.map((row) => row.slice(0, lastFilled(row) + 1));
  const header = hasHeader(filled, ask);
  const columns = header ? namesOf(filled[0] ?? [], (message) => report(lines[0], message, 'warning')) : [];
  const width = header ? columns.length : usualLength(filled);
  while (columns.length < width) columns.push(`column ${columns.length + 1}`);
  let empty = columns.map((_, i) => filled.every((row, n) => (header && n === 0) || isEmpty(row[i])));
  if (!empty.includes(true)) empty = [];
  const kept = columns.filter((_, i) => !empty[i]);
  const again = header ? filled.flatMap((row, i) => (i > 0 && row.length > 0 && isSameRow(row, filled[0]) ? [i] : [])) : [];
  if (again.length > 0)
    report(
      lines[again[0]],
      `the header is repeated in ${plural(again.length, 'row')}, ${again.length === 1 ? 'this one; it is' : 'this one first; they are'} left out`,
      'warning',
    );
  const repeated = new Set(again);
  const records = filled.slice(Number(header)).flatMap((row, i): FileRecord[] => {
    if (repeated.has(i + Number(header))) return [];
    const line = lines[i + Number(header)];
    if (row.length > width) {
      report(
        line,
        `the row has ${plural(row.length, 'cell')} instead of ${count(width)} and is left out: a cell may hold a separator without quotation marks`,
      );
      return [];
    }
    const values = row.flatMap((cell, n) => (empty[n] ? [] : [isEmpty(cell) ? undefined : cell]));
    return row.length === 0 ? [] : [{ line, values }];
  });
  const short = cells.flatMap((row, i) => (i >= Number(header) && filled[i].length > 0 && row.length < width ? [i] : []));
  if (short.length <= (cells.length - Number(header)) / 2) reportShort(short, filled, lines, width, report);
  return { columns: kept, records };
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
