/** Which column of a file with a word per line holds the words, and which the tags: found by their contents. */
import { areNumbers, isUsualTag, notationsOf } from '../../tagNotations';
import { isBlank } from '../../words';
import { cellsOf } from './conllLines';

export interface Layout {
  /** Cells of a line. */
  width: number;
  /** Whether several tabs in a row are one separator. */
  aligned: boolean;
  token: number;
  /** Columns that may hold the tags, the likely one first; none where the file has no tags. */
  tags: number[];
  /** Whether the file leaves open which of them: they are layers of the same types, or the last one marks nothing. */
  open: boolean;
  /** How often each value of a column occurs. */
  values: Map<string, number>[];
  /** What stands for `O` in the likely column, where `O` does not occur in it. */
  outside: string;
}

/** Stands for a tag that is not known, and in some files for one outside of entities. */
export const NO_TAG = '_';
export const LINES_LOOKED_AT = 50_000;
const OUTSIDE = ['O', 'o', NO_TAG, '-'];
/** Files with more columns, the last one empty, are of another kind. */
const MOST_UNTAGGED = 4;
/** Words of which a column of tags has fewer. */
const MOST_TAGS = 1000;

/** @param all lines that are surely no comments, of which the first are looked at */
export function layoutOf(all: string[]): Layout {
  const lines = all.slice(0, LINES_LOOKED_AT);
  const aligned = isAligned(lines);
  const rows = lines.map((raw) => cellsOf(raw, aligned));
  const width = mostCommon(rows.map((cells) => cells.length));
  const full = rows.filter((cells) => cells.length === width);
  const values = Array.from({ length: width }, (_, column) => countsOf(full.map((cells) => cells[column])));
  const tags = tagColumns(values);
  const isFree = (column: number) =>
    !tags.includes(column) && !(values[column].size === 1 && full.length > 2) && !isIndex(full.map((cells) => cells[column]));
  const columns = values.map((_, column) => column);
  const token = columns.find(isFree) ?? columns.find((column) => column !== tags[0]) ?? 0;
  const [likely] = tags;
  return {
    width,
    aligned,
    token,
    tags: tags.filter((column) => column !== token),
    open: tags.length > 1 && (likely !== Math.max(...tags) || areLayers(tags, values)),
    values,
    outside: likely === undefined ? 'O' : outsideOf(values[likely]),
  };
}

/** Those in the usual spelling, the last one that marks something first, of layers the fullest; else the last in another spelling. */
function tagColumns(values: Map<string, number>[]): number[] {
  const columns = values.map((_, column) => column).reverse();
  const usual = columns.filter((column) => usualShare(values[column]) > 0.5);
  const marks = (column: number) => marksOf(values[column]).reduce((sum, [, count]) => sum + count, 0);
  if (areLayers(usual, values)) return usual.sort((a, b) => marks(b) - marks(a) || a - b);
  if (usual.length > 0) return [...usual.filter((column) => marks(column) > 0), ...usual.filter((column) => marks(column) === 0)];
  const few = columns.filter((column) => column > 0 && values[column].size <= MOST_TAGS && !values[column].has(''));
  const spelt = few.find((column) => notationsOf(values[column].keys()).some(({ name }) => name !== 'types'));
  const typed = spelt ?? few.find((column) => notationsOf(values[column].keys()).length > 0);
  const numbered = typed ?? few.find((column) => column === values.length - 1 && areNumbers(values[column].keys()));
  if (numbered !== undefined) return [numbered];
  // Nothing but placeholders: tags that nobody has given yet.
  const last = values.length - 1;
  return last > 0 && values.length <= MOST_UNTAGGED && values[last].size === 1 && values[last].has(NO_TAG) ? [last] : [];
}

const marksOf = (counts: Map<string, number>) => [...counts].filter(([value]) => isUsualTag(value) && !OUTSIDE.includes(value));

/** Whether two columns have entities of one type, as layers of names inside of names have. */
function areLayers(columns: number[], values: Map<string, number>[]): boolean {
  const types = columns.map((column) => new Set(marksOf(values[column]).map(([tag]) => tag.slice(2))));
  return types.some((own, i) => types.slice(i + 1).some((others) => [...own].some((type) => others.has(type))));
}

/** How much of a column is tags. */
function usualShare(counts: Map<string, number>): number {
  const outside = outsideOf(counts);
  let [usual, marked, all] = [0, 0, 0];
  for (const [value, count] of counts) {
    const tag = isUsualTag(value);
    if (tag || value === outside) usual += count;
    if (tag) marked += count;
    if (value !== NO_TAG) all += count;
  }
  return marked === 0 ? 0 : usual / all;
}

const outsideOf = (counts: Map<string, number>) => OUTSIDE.find((mark) => counts.has(mark)) ?? 'O';

/** Numbers that count the words of each sentence. */
function isIndex(cells: string[]): boolean {
  let before = Number.NaN;
  return cells.every((cell) => {
    if (/^\d+[-.]\d+$/.test(cell)) return true;
    const number = /^\d+$/.test(cell) ? Number(cell) : Number.NaN;
    const counts = number <= 1 || number === before + 1;
    before = number;
    return counts;
  });
}

function isAligned(lines: string[]): boolean {
  if (!lines.some((raw) => raw.includes('\t\t'))) return false;
  const widths = (aligned: boolean) => new Set(lines.filter((raw) => raw.includes('\t')).map((raw) => cellsOf(raw, aligned).length)).size;
  return widths(true) === 1 && widths(false) > 1;
}

function countsOf<Value>(values: Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function mostCommon(numbers: number[]): number {
  const counts = [...countsOf(numbers)].sort((a, b) => b[1] - a[1]);
  return counts[0]?.[0] ?? 0;
}

/** The cells of a line in their columns; what is too much is taken for a part of the word where blanks separate. */
export function fitCells(raw: string, { width, aligned, token, tags }: Layout): { cells: string[]; merged: boolean } {
  const cells = cellsOf(raw, aligned);
  if (raw.includes('\t')) return { cells, merged: false };
  if (cells.length === width - 1 && token === 0 && /^ /.test(raw)) return { cells: ['', ...cells], merged: false };
  const extra = cells.length - width;
  if (extra <= 0 || token !== 0 || tags[0] < 1) return { cells, merged: false };
  return { cells: [cells.slice(0, extra + 1).join(' '), ...cells.slice(extra + 1)], merged: true };
}

/** Whether a file's first line names the columns. */
export function isHeading(cells: string[], layout: Layout, tag: number): boolean {
  return (
    /^(tokens?|words?|forms?|text)$/i.test(cells[layout.token] ?? '') &&
    /^(tags?|labels?|iob2?|bio|entit(y|ies)|ner?([-_ ].*)?)$/i.test(cells[tag] ?? '')
  );
}

/** Whether nearly every word is a character: the blanks of such files are words of their own. */
export function isSpelledOut(tokens: string[]): boolean {
  const seen = tokens.filter((token) => !isBlank(token));
  return seen.filter((token) => [...token].length === 1).length > 0.9 * seen.length;
}
