/** Which columns hold labels, by their names and values. */
import { count } from '../plural';
import { binaryGroup } from './binaryGroups';
import { isLabelName, isPersonName, isRowName, isScoreName, isTextName } from './columnNames';
import { tokenCount } from './formats/shared/values';
import { isName, kindOf, knownValue, toNumber } from './labelKinds';
import type { Records } from './records';

export interface LeftOut {
  column: string;
  /** In words. */
  why: string;
}

/** A column without a telling name holds classes of at most so many names, none of them long. */
const MOST_CLASSES = 500;
const LONGEST_NAME = 40;
/** And numbers of at most so many different values. */
const MOST_NUMBERS = 20;
/** Whole numbers below this may measure something. */
const LEAST_ID = 1000;
/** A file so short says nothing about how often classes repeat. */
const SHORT = 10;

/** @param context `pairs`: rows have two texts, `tokens`: the column of words */
export function findLabels(
  columns: string[],
  records: Records,
  context: { pairs: boolean; tokens?: string },
): { labels: string[]; leftOut: LeftOut[] } {
  const values = (column: string) => records.values(column).map(knownValue);
  const known = (column: string) => values(column).filter((value) => value !== undefined);
  const free = columns.filter((column) => !isLabelName(column) && !isRowName(column) && !isTextName(column));
  const grouped = binaryGroup(free, records, columns)?.columns ?? [];
  const people = free.filter((column) => isPersonName(column) && checkFree(known(column), false) === true);
  const leftOut: LeftOut[] = people.map((column) => ({ column, why: 'it seems to say who labelled a row, not what the row is' }));
  const tokens = context.tokens === undefined ? undefined : values(context.tokens);
  const labels = [...columns.filter(isLabelName), ...free].filter((column) => {
    if (grouped.includes(column)) return true;
    if (people.includes(column)) return false;
    if (tokens && isParallel(values(column), tokens)) return false;
    const present = known(column);
    const verdict = isLabelName(column) ? checkNamed(present) : checkFree(present, isScoreName(column) || context.pairs);
    if (typeof verdict === 'string') leftOut.push({ column, why: verdict });
    return verdict === true;
  });
  return { labels, leftOut };
}

/** @returns true, or why not */
function checkNamed(known: unknown[]): true | string {
  const different = new Set(known).size;
  if (kindOf(known) !== 'names' || different < known.length || known.length <= SHORT) return true;
  return `${count(different)} different classes in ${count(known.length)} rows, none of them used twice`;
}

/** @returns true, why not, or false where nobody would expect labels */
function checkFree(known: unknown[], measured: boolean): boolean | string {
  const kind = kindOf(known);
  if (known.length === 0) return false;
  if (kind === undefined)
    return known.some((value) => !Array.isArray(value) || value.length > 0) && 'its values are objects or lists, not labels';
  if (kind === 'answers' || kind === 'spans') return true;
  const names = kind === 'lists' ? known.flat() : known;
  const different = new Set(names).size;
  if (kind === 'numbers') return checkNumbers(known.map(toNumber), different, measured);
  if (names.length < 2 || names.reduce<number>((sum, name) => sum + String(name).length, 0) >= LONGEST_NAME * names.length) return false;
  if (different === 1) return `it has only one value, "${names[0]}"`;
  if (different === names.length) return `${count(different)} different values in ${count(known.length)} rows, none of them used twice`;
  return (
    different <= Math.min(MOST_CLASSES, Math.max(2, names.length / 2)) ||
    `${count(different)} different values in ${count(known.length)} rows`
  );
}

function checkNumbers(numbers: number[], different: number, measured: boolean): boolean | string {
  if (different === 1) return numbers.length > 1 && `it has only one value, ${numbers[0]}`;
  const counted = numbers.every((value, i) => Number.isInteger(value) && (i === 0 || value === numbers[i - 1] + 1));
  if (counted) return measured ? 'it only numbers the rows' : false;
  // Ids, which may be in any order.
  const ids =
    !measured &&
    numbers.length > 2 &&
    different === numbers.length &&
    numbers.every(Number.isInteger) &&
    numbers.some((number) => number >= LEAST_ID);
  if (ids) return 'every number is whole and different, like an id';
  if (measured || different <= MOST_NUMBERS) return true;
  return (
    different < numbers.length &&
    `${count(different)} different numbers in ${count(numbers.length)} rows, and its name does not call them a score`
  );
}

/** Whether each list has an item per token: another tagging of the words, not classes of the text. */
function isParallel(lists: unknown[], tokens: unknown[]): boolean {
  const present = lists.flatMap((list, row) => (Array.isArray(list) && list.every(isName) && list.length > 0 ? [row] : []));
  return present.length > 0 && present.every((row) => tokenCount(lists[row]) === tokenCount(tokens[row]));
}
