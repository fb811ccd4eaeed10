/** Parts of rows of about equal size, each with its share of every class. */
import { Random } from '../random';

/** @param keys the class of every row; those without one make a class of their own @returns the part of every row, from 0 */
export function stratifiedFolds(keys: (string | undefined)[], folds: number, seed: number): number[] {
  const order = new Random(seed).shuffled(keys.map((_, i) => i));
  const groups = new Map<string | undefined, number[]>();
  for (const row of order) {
    const group = groups.get(keys[row]);
    if (group) group.push(row);
    else groups.set(keys[row], [row]);
  }
  const parts = new Array<number>(keys.length);
  let next = 0;
  // Dealt out in turn from class to class, so that small classes do not all end in the first parts.
  for (const rows of groups.values()) for (const row of rows) parts[row] = next++ % folds;
  return parts;
}
