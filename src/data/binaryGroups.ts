/** Columns of 0 and 1, one per class, which together say which classes a text has. */
import { isLabelName } from './columnNames';
import { knownValue } from './labelKinds';
import type { Records } from './records';

export interface BinaryGroup {
  name: string;
  /** In the order of the file. */
  columns: string[];
  /** What each column says of a text when it is 1. */
  names: string[];
}

const ON = new Set<unknown>([1, true, '1', 'true', 'True', 'TRUE']);
const OFF = new Set<unknown>([0, false, '0', 'false', 'False', 'FALSE']);

/**
 * At least two columns with nothing but 0 and 1, or true and false; one with a name such as "label" is a column of its own.
 *
 * @param taken names that other columns have
 */
export function binaryGroup(candidates: string[], records: Records, taken: string[]): BinaryGroup | undefined {
  const columns = candidates.filter((column) => !isLabelName(column) && isBinary(records.values(column)));
  if (columns.length < 2 || !columns.some((column) => records.values(column).some((value) => isOn(value)))) return undefined;
  const prefix = commonPrefix(columns);
  const named = prefix.replace(/[_\s.:-]+$/, '');
  const name = [named, 'labels', 'classes', columns.join(', ')].find((each) => each.length > 2 && !taken.includes(each));
  return { name: name ?? columns.join(', '), columns, names: columns.map((column) => column.slice(prefix.length)) };
}

/** Names of the columns that are 1; undefined where one of them is unknown. */
export function membersOf({ columns, names }: BinaryGroup, records: Records, row: number): string[] | undefined {
  const values = columns.map((column) => knownValue(records.values(column)[row]));
  if (values.includes(undefined)) return undefined;
  return names.filter((_, i) => isOn(values[i]));
}

const isOn = (value: unknown) => ON.has(typeof value === 'string' ? value.trim() : value);

function isBinary(values: unknown[]): boolean {
  const known = values.map(knownValue).filter((value) => value !== undefined);
  return known.length > 0 && known.every((value) => ON.has(value) || OFF.has(value));
}

/** Up to the last separator that all names have in common; '' without one. */
function commonPrefix(names: string[]): string {
  const [first] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  return /^.*[_\s.:-]/.exec(first.slice(0, length))?.[0] ?? '';
}
