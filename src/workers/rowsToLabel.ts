/** The rows of a data set as a person labels them: of all splits, one behind the other, with the labels that the files hold. */
import { type Dataset, SPLITS } from '../data/dataset';
import { rowKeys } from '../data/given';
import type { LabelOutline, RowToLabel } from './protocol';

const known = new WeakMap<Dataset, ReturnType<typeof rowKeys>>();

/** By split. @param dataset as it was read, without given labels */
export function keysOf(dataset: Dataset): ReturnType<typeof rowKeys> {
  const keys = known.get(dataset) ?? rowKeys(dataset);
  known.set(dataset, keys);
  return keys;
}

const joined = new WeakMap<Dataset, string[]>();

/** Keys of all rows, one split behind the other. @param dataset as it was read, without given labels */
export function allKeys(dataset: Dataset): string[] {
  const keys = joined.get(dataset) ?? SPLITS.flatMap((split) => keysOf(dataset)[split]);
  joined.set(dataset, keys);
  return keys;
}

/** What a page reads of a message in a few milliseconds. */
const KEYS_AT_ONCE = 25_000;

/** Keys from this row on, as many as a message may carry. @param dataset as it was read, without given labels */
export const keysFrom = (dataset: Dataset, from: number): string[] => allKeys(dataset).slice(from, from + KEYS_AT_ONCE);

/** @param dataset as it was read, without given labels */
export function outlineOf(dataset: Dataset): LabelOutline {
  const rows = SPLITS.flatMap((split) => dataset[split]);
  return {
    rows: rows.length,
    keys: keysFrom(dataset, 0),
    labelled: dataset.columns.map(({ name }) => [name, Uint8Array.from(rows, ({ labels }) => Number(labels[name] !== undefined))]),
  };
}

/** @param dataset as it was read, without given labels @param rows by their numbers; those that there are not are left out */
export function rowsToLabel(dataset: Dataset, rows: Iterable<number>): RowToLabel[] {
  const keys = keysOf(dataset);
  return Array.from(rows).flatMap((index): RowToLabel[] => {
    let i = index;
    for (const split of SPLITS) {
      const { length } = dataset[split];
      if (i < length) return [{ ...dataset[split][i], index, split, key: keys[split][i] }];
      i -= length;
    }
    return [];
  });
}
