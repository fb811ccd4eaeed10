/** The rows of a data set as a person labels them: of all splits, one behind the other, with the labels that the files hold. */
import { type Dataset, SPLITS } from '../data/dataset';
import { rowKeys } from '../data/given';
import type { LabelOutline, RowToLabel } from './protocol';

const known = new WeakMap<Dataset, ReturnType<typeof rowKeys>>();

function keysOf(dataset: Dataset): ReturnType<typeof rowKeys> {
  const keys = known.get(dataset) ?? rowKeys(dataset);
  known.set(dataset, keys);
  return keys;
}

/** @param dataset as it was read, without given labels */
export function outlineOf(dataset: Dataset): LabelOutline {
  const keys = keysOf(dataset);
  const rows = SPLITS.flatMap((split) => dataset[split]);
  return {
    keys: SPLITS.flatMap((split) => keys[split]),
    labelled: dataset.columns.map(({ name }) => [name, Uint8Array.from(rows, ({ labels }) => Number(labels[name] !== undefined))]),
  };
}

/** @param dataset as it was read, without given labels */
export function rowsToLabel(dataset: Dataset, from: number, count: number): RowToLabel[] {
  const keys = keysOf(dataset);
  const rows: RowToLabel[] = [];
  let first = 0;
  for (const split of SPLITS) {
    const [begin, end] = [from, from + count].map((at) => Math.min(Math.max(at - first, 0), dataset[split].length));
    for (let i = begin; i < end; i++) rows.push({ index: first + i, ...dataset[split][i], split, key: keys[split][i] });
    first += dataset[split].length;
  }
  return rows;
}
