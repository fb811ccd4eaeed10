/** Texts that come more than once: with different labels, or in training and evaluation rows. */
import type { Label, SplitName } from './dataset';
import type { Row, Say } from './rows';

/** Named one by one; the others are counted. */
const MOST_SHOWN = 20;

// No text of a file has a null character in it.
const exact = ({ text, other = '' }: Row) => `${text}\0${other}`;
/** Without case, digits, marks and blanks; of a text of nothing else, the text itself. */
const loose = (row: Row) => {
  const words = exact(row)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{N}+/gu, '0')
    .match(/[\p{L}\p{M}]+|0/gu);
  return words && words.length > 2 ? words.join(' ') : exact(row);
};

export function reportRepeats(rows: Row[], splits: (SplitName | undefined)[], file: string, say: Say): void {
  reportConflicts(rows, say);
  reportShared(rows, splits, file, say);
}

function reportConflicts(rows: Row[], say: Say): void {
  const first = new Map<string, Row>();
  let found = 0;
  for (const row of rows) {
    const key = exact(row);
    const before = first.get(key);
    if (!before) first.set(key, row);
    const column = before && Object.keys(row.labels).find((name) => differ(before.labels[name], row.labels[name]));
    if (!before || column === undefined || ++found > MOST_SHOWN) continue;
    const where = before.file === row.file ? `line ${before.line}` : `line ${before.line} of ${before.file}`;
    say(
      row,
      `the text of ${where} again, but with another label: ${column} is ${shown(row.labels[column])} here and ${shown(before.labels[column])} there`,
      'warning',
    );
  }
  if (found > MOST_SHOWN) say({ file: rows[0].file }, `${found - MOST_SHOWN} more texts come again with another label`, 'warning');
}

const differ = (a: Label | undefined, b: Label | undefined) => a !== undefined && b !== undefined && stable(a) !== stable(b);
const stable = (label: Label) => JSON.stringify(Array.isArray(label) ? label.map((part) => JSON.stringify(part)).sort() : label);

function shown(label: Label): string {
  if (!Array.isArray(label)) return typeof label === 'string' ? `"${label}"` : String(label);
  if (label.length === 0) return 'empty';
  return label
    .map((part) => (typeof part === 'string' ? `"${part}"` : `${part.start}–${part.end} ${part.label}`))
    .join(', ')
    .slice(0, 80);
}

function reportShared(rows: Row[], splits: (SplitName | undefined)[], file: string, say: Say): void {
  const [same, near] = [new Set<string>(), new Set<string>()];
  for (const [i, row] of rows.entries()) {
    if (splits[i] !== 'train') continue;
    same.add(exact(row));
    near.add(loose(row));
  }
  for (const split of ['validation', 'test'] as const) {
    const own = rows.filter((_, i) => splits[i] === split);
    const copies = own.filter((row) => same.has(exact(row)));
    const alike = own.filter((row) => !same.has(exact(row)) && near.has(loose(row)));
    const better = 'scores will look better than they are';
    if (copies.length > 0) say({ file }, `${copies.length} ${split} rows have the very text of a training row: ${better}`, 'warning');
    if (alike.length > 0) {
      const like = `${alike.length} ${split} rows differ from a training row only in case, digits or punctuation (the first is on line ${alike[0].line})`;
      say({ file }, `${like}: ${better}`, 'warning');
    }
  }
}
