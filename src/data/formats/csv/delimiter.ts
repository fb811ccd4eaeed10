/** What separates the cells of a file, and whether quotation marks hold cells together. */
import Papa from 'papaparse';
import type { Ask } from '../../questions';
import type { SourceFile } from '../../records';

export interface Delimiter {
  character: string;
  /** Whether `"` opens and closes a cell; otherwise it stands for itself. */
  quoted: boolean;
}

const TITLES: [value: string, character: string, title: string][] = [
  ['comma', ',', 'commas'],
  ['semicolon', ';', 'semicolons'],
  ['tab', '\t', 'tabs'],
  ['bar', '|', 'vertical bars'],
  // No text of a file has this character in it.
  ['none', '\u001f', 'nothing: one column'],
];
const SAMPLE = 200;
/** Characters: the parser splits all that it is given, however few rows are asked for. */
const LOOKED_AT = 1 << 22;
/** Columns of a file that nothing but its cells speaks for. */
const MOST_SEPARATED = 20;

interface Trial {
  value: string;
  /** The usual number of cells, and the share of the rows that have it. */
  cells: number;
  share: number;
}

/** Asks under the id `delimiter`; open where two would do. */
export function askDelimiter(file: SourceFile, ask: Ask): Delimiter {
  const trials = TITLES.map(([value, character]) => tryOut(file, value, character)).sort((a, b) => scoreOf(b) - scoreOf(a));
  const [best, second] = trials;
  const named = /\.(tsv|tab)$/i.test(file.name) && trials.some(({ value, cells }) => value === 'tab' && cells > 1);
  const likely = named ? 'tab' : best.value;
  const value = ask({
    id: 'delimiter',
    text: 'What separates the cells?',
    options: [...TITLES.filter(([each]) => each === likely), ...TITLES.filter(([each]) => each !== likely)].map(([each, , title]) => ({
      value: each,
      title,
    })),
    open: !named && best.cells > 1 && second.cells > 1 && scoreOf(second) > 0.9 * scoreOf(best),
  });
  const character = TITLES.find(([each]) => each === value)?.[1] ?? ',';
  return { character, quoted: value !== 'tab' || isQuoted(file, character) };
}

/** Rows of one number of cells speak for a separator, and it must be there at all. */
const scoreOf = ({ value, cells, share }: Trial) => (value === 'none' ? 0.5 : cells > 1 ? share : 0);

function tryOut({ text }: SourceFile, value: string, delimiter: string): Trial {
  const { data } = Papa.parse<string[]>(text.slice(0, LOOKED_AT), { delimiter, preview: SAMPLE, skipEmptyLines: 'greedy', newline: '\n' });
  const counts = new Map<number, number>();
  for (const { length } of data) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [cells, rows] = [...counts].reduce((usual, entry) => (entry[1] > usual[1] ? entry : usual), [1, 0]);
  return { value, cells, share: rows / Math.max(1, data.length) };
}

/** In tab-separated text, marks often stand for themselves: they do unless every one is where the standard wants it. */
function isQuoted(file: SourceFile, delimiter: string): boolean {
  const { errors, data } = Papa.parse<string[]>(file.text.slice(0, LOOKED_AT), { delimiter, preview: 10 * SAMPLE, newline: '\n' });
  // What is not looked at may close a mark of the last row.
  const last = file.text.length > LOOKED_AT ? data.length - 1 : Number.POSITIVE_INFINITY;
  return errors.every(({ type, row = 0 }) => type !== 'Quotes' || row >= last);
}

/** Whether all lines have as many cells, and one column has values that repeat, beside a column of texts. */
export function isSeparated(file: SourceFile): boolean {
  const lines = file.head(SAMPLE).filter((line) => line.trim() !== '');
  if (lines.length < 4) return false;
  return TITLES.some(([value, character]) => {
    if (value === 'none') return false;
    const rows = lines.map((line) => line.split(character, MOST_SEPARATED + 1).map((cell) => cell.trim()));
    const [{ length: width }] = rows;
    if (width < 2 || width > MOST_SEPARATED || rows.some((row) => row.length !== width)) return false;
    const columns = Array.from({ length: width }, (_, i) => rows.map((row) => row[i]));
    const labels = columns.some(
      (cells) => new Set(cells).size > 1 && new Set(cells).size <= cells.length / 2 && cells.every((cell) => /^\S{1,30}$/.test(cell)),
    );
    return labels && columns.some((cells) => cells.filter((cell) => /\S\s+\S/.test(cell)).length > cells.length / 2);
  });
}
