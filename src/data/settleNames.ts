/** Names of labels that may not be meant as they stand: words for "unknown", and spellings of one name. */

import { count, plural } from '../plural';
import { isName, toNumber } from './labelKinds';
import { namesIn } from './labelSets';
import type { Ask } from './questions';
import { renameLabel } from './rename';
import type { Row, Say } from './rows';
import { forEach, type Steps } from './steps';

/** What data frames and spreadsheets write where there is no value. In lower case most are words like any other. */
const MISSING = new Set([
  'nan',
  'NaN',
  'NAN',
  'None',
  'NULL',
  'Null',
  'null',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaT',
  'undefined',
  '-',
  '?',
]);

/**
 * Asks under the id `missing in <column>` whether such words are classes.
 *
 * @returns the values, undefined where they are unknown
 */
export function withoutMissing(column: string, values: unknown[], ask: Ask): unknown[] {
  const found = new Map<unknown, number>();
  for (const value of values) if (MISSING.has(value as string)) found.set(value, (found.get(value) ?? 0) + 1);
  if (found.size === 0) return values;
  const answer = ask({
    id: `missing in ${column}`,
    text: `${column}: ${[...found].map(([value, count]) => `"${value}" (${count})`).join(', ')} may mean that the value is missing. Such rows have`,
    options: [
      { value: 'unknown', title: 'no such label' },
      { value: 'a name', title: 'a class of that name' },
    ],
    open: true,
  });
  return answer === 'unknown' ? values.map((value) => (found.has(value) ? undefined : value)) : values;
}

/** Numbers that are written in two ways are one class too. */
function keyOf(name: string): string {
  const number = toNumber(name);
  return Number.isNaN(number)
    ? name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s_-]+/g, ' ')
        .trim()
    : String(number);
}

const MOST_SHOWN = 5;

/** Asks under the id `spellings in <column>` whether names that differ in case, blanks or marks alone are one. */
export function* joinSpellings(rows: Row[], column: string, { ask, say }: { ask: Ask; say: Say }): Steps<void> {
  const counts = new Map<string, number>();
  yield* forEach(rows, ({ labels }) => {
    for (const name of namesIn(labels[column])) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  const groups = new Map<string, string[]>();
  for (const name of counts.keys()) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
  const doubtful = [...groups.values()].filter(({ length }) => length > 1);
  if (doubtful.length === 0) return;
  const list = doubtful.map((names) => names.map((name) => `"${name}" (${counts.get(name)})`).join(' and ')).slice(0, MOST_SHOWN);
  const more = doubtful.length > MOST_SHOWN ? `; and ${count(doubtful.length - MOST_SHOWN)} more` : '';
  const differ = `${column}: ${list.join('; ')}${more} differ only in spelling`;
  const answer = ask({
    id: `spellings in ${column}`,
    text: `${differ}. They are`,
    options: [
      { value: 'kept apart', title: 'different names' },
      { value: 'joined', title: 'one name, in its most frequent spelling' },
    ],
    open: true,
  });
  if (answer !== 'joined') {
    say({ file: rows[0].file }, `${differ}; they are kept apart`, 'warning');
    return;
  }
  const renames = Object.create(null) as Record<string, string>;
  for (const names of doubtful) {
    const usual = names.reduce((best, name) => ((counts.get(name) ?? 0) > (counts.get(best) ?? 0) ? name : best));
    for (const name of names) renames[name] = usual;
  }
  for (const { labels } of rows) {
    const label = labels[column];
    if (label !== undefined) labels[column] = renameLabel(label, renames) ?? label;
  }
}

/**
 * Lists with one name at most are names; where some have more, asks under the id `several in <column>`.
 *
 * @param values known ones of the column, by row
 * @returns the values as names, undefined where there is none; or undefined where they are lists indeed
 */
export function namesOfLists(column: string, values: unknown[], rows: Row[], { ask, say }: { ask: Ask; say: Say }): unknown[] | undefined {
  const lists = values.map((value) => (value === undefined ? undefined : ([value].flat().filter(isName) as unknown[])));
  const several = lists.flatMap((list, i) => (new Set(list).size > 1 ? [i] : []));
  if (several.length > 0) {
    const filled = lists.filter((list) => list !== undefined && list.length > 0).length;
    const empty = lists.filter((list) => list?.length === 0).length;
    const ofRows = `${count(several.length)} of ${plural(filled, 'row')} ${several.length === 1 ? 'has' : 'have'}`;
    const answer = ask({
      id: `several in ${column}`,
      text: `${column}: ${ofRows} more than one label. A text has`,
      options: [
        {
          value: 'several',
          title: `several labels${empty > 0 ? `, and an empty list (${plural(empty, 'row')}) means that it has none` : ''}`,
        },
        { value: 'one', title: `one label: a row with several is left without${empty > 0 ? ', and an empty list means unknown' : ''}` },
      ],
      open: several.length < filled / 2,
    });
    const row = rows.find(({ record }) => record === several[0]);
    const shown = (lists[several[0]] ?? []).map((name) => `"${name}"`).join(', ');
    if (answer !== 'one') {
      if (row && several.length < filled / 2)
        say(row, `${column}: this row has the labels ${shown}; ${ofRows} more than one, so a text can have several`, 'warning');
      return undefined;
    }
    const byRecord = new Map(rows.map((each) => [each.record, each]));
    for (const i of several) {
      const place = byRecord.get(i);
      if (place) say(place, `${column} has ${lists[i]?.length} labels where one is expected; they are left out`);
    }
  }
  return lists.map((list) => (list?.length === 1 || new Set(list).size === 1 ? list?.[0] : undefined));
}

const SEPARATORS = ['|', ';', ','];

/**
 * Names that may be several in one: asks under the id `separator in <column>`, where their parts are used again.
 *
 * @returns a list per value, or undefined where each is one name
 */
export function listsOfNames(column: string, values: unknown[], ask: Ask): unknown[] | undefined {
  const names = [...new Set(values.filter((value) => typeof value === 'string'))];
  const partsOf = (name: string, mark: string) => name.split(mark).map((part) => part.trim());
  const separator = SEPARATORS.find((mark) => {
    const joined = names.filter((name) => name.includes(mark));
    const uses = new Map<string, number>();
    for (const name of names) for (const part of new Set(partsOf(name, mark))) uses.set(part, (uses.get(part) ?? 0) + 1);
    if (joined.length === 0 || uses.has('')) return false;
    // Parts must be used in other values too, and by themselves or all of them: a name with a comma in it is one name.
    const alone = names.some((name) => !name.includes(mark) && (uses.get(name) ?? 0) > 1);
    const isUsed = (part: string) => (uses.get(part) ?? 0) > 1;
    return joined.every((name) => (alone ? partsOf(name, mark).some(isUsed) : partsOf(name, mark).every(isUsed)));
  });
  if (separator === undefined) return undefined;
  const example = names.find((name) => name.includes(separator)) ?? '';
  const answer = ask({
    id: `separator in ${column}`,
    text: `${column} has values such as "${example}". That is`,
    options: [
      {
        value: 'several',
        title: `several labels: ${partsOf(example, separator)
          .map((part) => `"${part}"`)
          .join(', ')}`,
      },
      { value: 'one', title: 'one label with that name' },
    ],
    open: true,
  });
  if (answer !== 'several') return undefined;
  return values.map((value) => (typeof value === 'string' ? partsOf(value, separator) : value));
}
