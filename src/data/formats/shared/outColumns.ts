/** What a format has room for of a data set that is to be written, and what is said of the rest. */
import { plural } from '../../../plural';
import type { Span } from '../../dataset';
import { bySplit, type OutData, type OutFile, type OutRow } from '../output';

export interface Fitting {
  /** Without those that have a second text. */
  rows: OutRow[];
  /** Names of columns. */
  spans: string[];
  /** Names of columns whose values are one name, or several. */
  classes: string[];
}

/**
 * The columns that fit, in their order, and the rows without a second text; what does not fit is said with counts.
 *
 * @param title what people call the format
 * @param room how many columns of each sort it holds
 */
export function fitting(
  data: OutData,
  title: string,
  room: { spans: number; classes: number },
  report: (message: string) => void,
): Fitting {
  const rows = data.rows.filter(({ other }) => other === undefined);
  const pairs = data.rows.length - rows.length;
  if (pairs > 0)
    report(`${plural(pairs, 'row has a second text and is', 'rows have a second text and are')} left out: ${title} holds one text per row`);
  const spans: string[] = [];
  const classes: string[] = [];
  for (const { name, values } of data.columns) {
    const list = values === 'spans' ? spans : values === 'names' || values === 'lists' ? classes : undefined;
    const limit = list === spans ? room.spans : room.classes;
    const count = rows.filter(({ labels }) => labels[name] !== undefined).length;
    if (list && list.length < limit) list.push(name);
    else if (count > 0) report(`${name}: left out, with the labels of ${plural(count, 'row')}: ${whyNot(title, values, list ? limit : 0)}`);
  }
  return { rows, spans, classes };
}

function whyNot(title: string, values: string, limit: number): string {
  const sort = values === 'names' || values === 'lists' ? 'classes' : values;
  return limit > 0 ? `${title} can hold only one column of ${sort}` : `${title} cannot hold ${sort}`;
}

/** Rows with a label in one of these columns; how many of the others are left out is said. */
export function labelledRows(rows: OutRow[], columns: string[], title: string, report: (message: string) => void): OutRow[] {
  const labelled = rows.filter(({ labels }) => columns.some((column) => labels[column] !== undefined));
  const count = rows.length - labelled.length;
  if (count > 0)
    report(
      `${plural(count, 'row has no label that', 'rows have no label that')} ${title} can hold and ${count === 1 ? 'is' : 'are'} left out, because ${title} would count ${count === 1 ? 'it' : 'them'} as labelled`,
    );
  return labelled;
}

export const spansIn = (row: OutRow, column: string | undefined): Span[] | undefined =>
  column === undefined ? undefined : (row.labels[column] as Span[] | undefined);

/** The name, or the names, that a row has in a column. */
export function namesIn(row: OutRow, column: string | undefined): string[] | undefined {
  const label = column === undefined ? undefined : row.labels[column];
  return label === undefined ? undefined : ((Array.isArray(label) ? label : [label]) as string[]);
}

/** A file per split, a line per row. */
export function jsonLines(data: OutData, rows: OutRow[], toRecord: (row: OutRow, index: number) => object): OutFile[] {
  return [...bySplit(rows, data.name)].map(([name, own]) => ({
    path: `${name}.jsonl`,
    parts: own.map((row, i) => `${JSON.stringify(toRecord(row, i))}\n`),
  }));
}

/** A file per split, each one list. */
export function jsonLists(data: OutData, rows: OutRow[], toRecord: (row: OutRow) => unknown): OutFile[] {
  return [...bySplit(rows, data.name)].map(([name, own]) => ({
    path: `${name}.json`,
    parts: ['[\n', ...own.map((row, i) => `${JSON.stringify(toRecord(row))}${i < own.length - 1 ? ',' : ''}\n`), ']\n'],
  }));
}

/** UTF-16 offsets of words, divided where a span begins or ends, so that each span is of whole words. */
export function wordsAtSpans(words: Uint32Array, spans: Span[]): [start: number, end: number][] {
  const borders = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const pieces: [number, number][] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [start, end] = [words[i], words[i + 1]];
    const cuts = [start, ...borders.filter((border) => border > start && border < end), end];
    for (let k = 1; k < cuts.length; k++) pieces.push([cuts[k - 1], cuts[k]]);
  }
  return pieces;
}
