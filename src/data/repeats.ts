/** Texts that come more than once: with different labels, or in training and evaluation rows. */
import { plural } from '../plural';
import type { Label, SplitName } from './dataset';
import type { Row, Say } from './rows';
import { sameLabel } from './sameLabel';
import { forEach, type Steps } from './steps';

/** Named one by one; the others are counted. */
const MOST_SHOWN = 20;

// No text of a file has a null character in it.
export const exactText = ({ text, other }: Pick<Row, 'text' | 'other'>): string => (other === undefined ? text : `${text}\0${other}`);

/** Characters of a text at most that is compared loosely: of whole books, only exact copies are noticed. */
const LONGEST_LOOSE = 100_000;

/** Without case, digits, marks and blanks, as a number: two texts in some quadrillions share one. Of few words, and of whole books, undefined. */
export function looseText(row: Pick<Row, 'text' | 'other'>): number | undefined {
  const text = exactText(row);
  if (text.length > LONGEST_LOOSE) return undefined;
  const words = text
    .toLowerCase()
    .replace(/\p{N}+/gu, '0')
    .replace(/[^\p{L}\p{M}0]+/gu, ' ')
    .trim();
  if (!/ \S+ /.test(words)) return undefined;
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < words.length; i++) {
    const unit = words.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

export function* reportRepeats(rows: Row[], splits: (SplitName | undefined)[], file: string, say: Say): Steps<void> {
  yield* reportConflicts(rows, say);
  yield* reportShared(rows, splits, file, say);
}

function* reportConflicts(rows: Row[], say: Say): Steps<void> {
  const first = new Map<string, Row>();
  let found = 0;
  yield* forEach(rows, (row) => {
    const key = exactText(row);
    const before = first.get(key);
    if (!before) first.set(key, row);
    const column = before && Object.keys(row.labels).find((name) => differs(before.labels[name], row.labels[name]));
    if (!before || column === undefined || ++found > MOST_SHOWN) return;
    const where = before.file === row.file ? `line ${before.line}` : `line ${before.line} of ${before.file}`;
    say(
      { file: row.file, line: row.line, about: 'conflicts' },
      `the text is the same as on ${where}, but the label differs: ${column} is ${shown(row.labels[column])} here and ${shown(before.labels[column])} there`,
      'warning',
    );
  });
  if (found > MOST_SHOWN)
    say(
      { file: rows[0].file, about: 'conflicts' },
      `${plural(found - MOST_SHOWN, 'more text is', 'more texts are')} repeated with another label`,
      'warning',
    );
}

/** Whether two rows say different things; one that says nothing does not. */
export const differs = (a: Label | undefined, b: Label | undefined): boolean => a !== undefined && b !== undefined && !sameLabel(a, b);

function shown(label: Label): string {
  if (!Array.isArray(label)) return typeof label === 'string' ? `"${label}"` : String(label);
  if (label.length === 0) return 'empty';
  return label
    .map((part) => (typeof part === 'string' ? `"${part}"` : `${part.start}–${part.end} ${part.label}`))
    .join(', ')
    .slice(0, 80);
}

function* reportShared(rows: Row[], splits: (SplitName | undefined)[], file: string, say: Say): Steps<void> {
  if (!splits.some((split) => split === 'validation' || split === 'test')) return;
  const same = new Set<string>();
  const near = new Set<number>();
  yield* forEach(rows, (row, i) => {
    if (splits[i] !== 'train' || same.has(exactText(row))) return;
    same.add(exactText(row));
    const key = looseText(row);
    if (key !== undefined) near.add(key);
  });
  for (const split of ['validation', 'test'] as const) {
    let copies = 0;
    const alike: Row[] = [];
    yield* forEach(rows, (row, i) => {
      if (splits[i] !== split) return;
      if (same.has(exactText(row))) {
        copies++;
        return;
      }
      const key = looseText(row);
      if (key !== undefined && near.has(key)) alike.push(row);
    });
    const better = 'scores will look better than they are';
    if (copies > 0)
      say(
        { file, about: 'copies' },
        `${plural(copies, `${split} row has`, `${split} rows have`)} the same text as a training row: ${better}`,
        'warning',
      );
    if (alike.length > 0) {
      const like = `${plural(alike.length, `${split} row differs`, `${split} rows differ`)} from a training row only in case, digits or punctuation (${alike.length > 1 ? 'the first is ' : ''}on line ${alike[0].line})`;
      say({ file, about: 'copies' }, `${like}: ${better}`, 'warning');
    }
  }
}
