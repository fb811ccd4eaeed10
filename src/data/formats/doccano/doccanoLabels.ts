/** What doccano's lists of labels mean, settled over a whole file. */
import { plural } from '../../../plural';
import { isName } from '../../labelKinds';
import type { Reading } from '../format';
import { isObject } from '../json/fields';
import { toSpan } from '../shared/values';

type List = unknown[] | undefined;
/** By number. */
type Names = ReadonlyMap<string, string>;

interface Listed {
  line: number;
  list: List;
}

/** Words in a label on average from which it is a text rather than a class, if hardly any comes twice. */
const WORDS_OF_TEXT = 4;
const DIFFERENT = 0.8;

/**
 * @param all lists of all files, over which it is settled
 * @param names names of labels that are numbers
 */
export function settleSpans(column: string, rows: Listed[], all: List[], names: Names, reading: Reading): unknown[] {
  const { ask } = reading;
  const named = labelNames(column, all, (item) => toSpan(item)?.label, isNumbered, names, reading);
  reportUsers(rows, reading);
  const empty = all.filter((list) => list?.length === 0).length;
  const options = [
    { value: 'none', title: 'as having none' },
    { value: 'unknown', title: 'as not labelled yet' },
  ];
  const text = `${plural(empty, 'text has', 'texts have')} no ${column}, and doccano does not show whether anybody has looked at ${empty === 1 ? 'it' : 'them'}. How should ${empty === 1 ? 'it' : 'they'} be read?`;
  const known = empty === 0 || ask({ id: `no ${column}`, text, options, open: true }) === 'none';
  return rows.map(({ list }) => {
    if (!list || (list.length === 0 && !known)) return undefined;
    return list.map((item) => {
      const span = toSpan(item);
      return span && isNumbered(item) ? { ...span, label: named(span.label) } : item;
    });
  });
}

/** Lists of classes: whether a text has one or several is decided later. */
export function settleClasses(column: string, rows: Listed[], all: List[], names: Names, reading: Reading): unknown[] {
  const { ask, report } = reading;
  const labelOf = (item: unknown) => (isObject(item) ? (item.label ?? item.text) : item);
  const isNumber = (item: unknown) => isObject(item) && typeof item.label === 'number';
  const named = labelNames(column, all, (item) => String(labelOf(item)), isNumber, names, reading);
  reportUsers(rows, reading);
  const namesIn = (list: List) => {
    const names = list?.map((item) => (isNumber(item) ? named(String(labelOf(item))) : labelOf(item))).filter((name) => isName(name));
    return names && [...new Set(names.map(String))];
  };
  const classes = rows.map(({ list }) => namesIn(list));
  const everywhere = all.map(namesIn);
  if (areTexts(everywhere.flatMap((names) => names ?? []))) {
    const options = [
      { value: 'leave out', title: 'texts, like translations or summaries, to be left out' },
      { value: 'classes', title: 'classes' },
    ];
    const text = `${column} holds sentences, hardly any of them twice. What are they?`;
    if (ask({ id: `sentences in ${column}`, text, options, open: true }) === 'leave out') {
      report(undefined, `${column} holds sentences rather than classes; the column is left out`);
      return rows.map(() => undefined);
    }
  }
  const empty = classes.filter((names) => names?.length === 0).length;
  if (empty > 0) {
    const message = `${plural(empty, 'text has', 'texts have')} an empty list of ${column}: doccano does not show whether anybody has looked at ${empty === 1 ? 'it, so it counts' : 'them, so they count'} as not labelled`;
    report(undefined, message, 'warning');
  }
  return classes.map((names) => (names?.length === 0 ? undefined : names));
}

function areTexts(names: string[]): boolean {
  const words = names.reduce((sum, name) => sum + name.split(/\s+/).length, 0);
  return names.length > 1 && words >= WORDS_OF_TEXT * names.length && new Set(names).size > DIFFERENT * names.length;
}

const isNumbered = (item: unknown) =>
  typeof (Array.isArray(item) ? (item as unknown[])[2] : isObject(item) ? item.label : undefined) === 'number';

/** Early versions number their labels, and the file does not say what they are called. */
function labelNames(
  column: string,
  all: List[],
  labelOf: (item: unknown) => string | undefined,
  numbered: (item: unknown) => boolean,
  stated: Names,
  { ask }: Reading,
): (label: string) => string {
  const numbers = [...new Set(all.flatMap((list = []) => list.filter(numbered).flatMap((item) => labelOf(item) ?? [])))];
  if (numbers.every((number) => stated.has(number))) return (label) => stated.get(label) ?? label;
  numbers.sort((a, b) => Number(a) - Number(b));
  const text = `${column} has numbers as labels: ${numbers.join(', ')}. What are their names, in this order, separated by commas?`;
  const names = ask({ id: `names of ${column}`, text, options: [], open: true, names: true })
    .split(',')
    .map((name) => name.trim());
  const byNumber = new Map(numbers.map((number, i) => [number, names[i] || (stated.get(number) ?? number)]));
  return (label) => byNumber.get(label) ?? label;
}

function reportUsers(rows: Listed[], { report }: Reading): void {
  const usersOf = ({ list = [] }: Listed) =>
    new Set(list.flatMap((item) => (isObject(item) && item.user !== undefined ? [item.user] : [])));
  const several = rows.filter((row) => usersOf(row).size > 1).length;
  if (several > 0)
    report(undefined, `${plural(several, 'text was', 'texts were')} labelled by several people; their labels are combined`, 'warning');
}
