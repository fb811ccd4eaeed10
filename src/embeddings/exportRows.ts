/** Some rows of a set as a file: their texts with what is known of them. */
import { guard } from '../data/formats/csv/guard';
import type { EmbeddingSet } from './embeddingSet';
import { quote } from './formats';

export interface ChosenRows {
  rows: Uint32Array;
  format: 'csv' | 'jsonl';
  /** Names for all rows of the set: `of` is the place of each row's name, −1 for none. */
  columns: readonly { title: string; names: readonly string[]; of: Int32Array }[];
  /** Where all rows are on a map: [count, 2] */
  points?: Float32Array;
}

/** Rows joined at a time. */
const PART = 1000;

/** Columns: `row`, counted from 1, `text`, those that are given, and `x` and `y` of the map. A CSV begins with their titles. */
export function exportRows(set: EmbeddingSet, { rows, format, columns, points }: ChosenRows): Blob {
  const titles = ['row', 'text', ...columns.map(({ title }) => title), ...(points ? ['x', 'y'] : [])];
  const valuesOf = (row: number) => [
    row + 1,
    set.text(row),
    ...columns.map(({ names, of }) => names[of[row]]),
    ...(points ? [points[2 * row], points[2 * row + 1]] : []),
  ];
  const write = {
    csv: (row: number) => `${valuesOf(row).map(csvCell).join(',')}\r\n`,
    jsonl: (row: number) => `${JSON.stringify(Object.fromEntries(valuesOf(row).map((value, i) => [titles[i], value])))}\n`,
  }[format];
  const parts = format === 'csv' ? [`${titles.map(csvCell).join(',')}\r\n`] : [];
  for (let first = 0; first < rows.length; first += PART) parts.push(Array.from(rows.subarray(first, first + PART), write).join(''));
  return new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/jsonl' });
}

const csvCell = (value: string | number | undefined) => (typeof value === 'string' ? quote(guard(value)) : String(value ?? ''));
