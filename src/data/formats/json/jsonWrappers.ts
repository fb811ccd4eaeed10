/** What data sets in one JSON value wrap their records in. */
import { splitOfName } from '../../splitNames';
import { type Fields, isObject } from './fields';
import type { JsonItem } from './json';
import { flattenSquad, isSquad } from './squad';

/** Keys under which records stand beside a version, a licence, or a count. */
const LISTS = ['data', 'rows', 'records', 'examples', 'items', 'instances', 'samples', 'documents', 'sentences', 'utterances'];
/** Fields of one record whose values are lists. */
const WORDS = /^(tokens|words|tokenized_text|tags|ner_tags|ner)$/i;

/** The records of a value, counted from 1; the value itself where it wraps none. */
export function unwrap(value: unknown): JsonItem[] {
  const records = recordsOf(value);
  if (records) return records.map((record, i) => ({ line: i + 1, value: record }));
  const splits = splitsOf(value);
  if (splits) return splits.flatMap(([split, inside]) => unwrap(inside).map((item) => ({ ...item, split })));
  return [{ line: 1, value }];
}

function recordsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return isSquad(value) ? flattenSquad(value) : value;
  if (!isObject(value)) return undefined;
  return listed(value) ?? ofColumns(value) ?? byKey(value);
}

function listed(value: Fields): unknown[] | undefined {
  const { columns, data } = value;
  if (Array.isArray(columns) && Array.isArray(data) && columns.every((name) => typeof name === 'string')) {
    return data.map((row) => (Array.isArray(row) ? Object.fromEntries(columns.map((name, i) => [name, row[i]])) : row));
  }
  const key = LISTS.find((name) => {
    const list = value[name];
    return Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'object' && item !== null);
  });
  if (key === undefined) return undefined;
  const list = value[key] as unknown[];
  if (isSquad(list)) return flattenSquad(list);
  // The data set viewer's answers hold each record as `row`, beside its number.
  return list.every((item) => isObject(item) && isObject(item.row)) ? list.map((item) => (item as Fields).row) : list;
}

/** Columns of a data frame: `{ text: { "0": …, "1": … }, … }`, or `{ text: […], … }`. */
function ofColumns(value: Fields): Fields[] | undefined {
  const names = Object.keys(value);
  const columns = Object.values(value);
  const [first] = columns;
  if (names.length < 2) return undefined;
  if (isObject(first)) {
    const keys = Object.keys(first);
    const alike = keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) && columns.every((column) => sameKeys(column, keys));
    return alike ? keys.map((key) => recordOf(names, (name) => (value[name] as Fields)[key])) : undefined;
  }
  if (!Array.isArray(first) || first.length < 2 || names.some((name) => WORDS.test(name) || splitOfName(name))) return undefined;
  const alike = columns.every((column) => Array.isArray(column) && column.length === first.length);
  return alike ? first.map((_, i) => recordOf(names, (name) => (value[name] as unknown[])[i])) : undefined;
}

/** Records under their numbers or names: `{ "17": { text: … }, … }`. */
function byKey(value: Fields): unknown[] | undefined {
  const records = Object.values(value);
  const [first] = records;
  if (records.length < 2 || !isObject(first) || Object.keys(value).some((name) => splitOfName(name))) return undefined;
  const keys = Object.keys(first);
  return keys.length > 1 && records.every((record) => sameKeys(record, keys)) ? records : undefined;
}

function splitsOf(value: unknown): [string, unknown][] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).filter(([, inside]) => typeof inside === 'object' && inside !== null);
  return entries.some(([name]) => splitOfName(name) !== undefined) &&
    entries.every(([, inside]) => Array.isArray(inside) || recordsOf(inside))
    ? entries
    : undefined;
}

function sameKeys(value: unknown, keys: string[]): boolean {
  return isObject(value) && Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

/** Own properties whatever they are called. */
function recordOf(names: string[], valueAt: (name: string) => unknown): Fields {
  return Object.fromEntries(names.map((name) => [name, valueAt(name)]));
}
