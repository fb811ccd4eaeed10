/** A random part of the rows to validate with. */
import { Random } from '../random';
import type { SplitName } from './dataset';

/**
 * A random share of every class, the same for the same seed. Of two rows or more, at least one
 * validates, unless the share is 0.
 *
 * @param keys the class of every row; those without one make a class of their own
 */
export function stratifiedSplit(keys: (string | undefined)[], share: number, seed: number): SplitName[] {
  const random = new Random(seed);
  const groups = new Map<string | undefined, number[]>();
  for (const [i, key] of keys.entries()) {
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  const splits = new Array<SplitName>(keys.length).fill('train');
  let owed = 0;
  for (const rows of groups.values()) {
    // Fractions are carried over, so that many small classes still give their share.
    owed += rows.length * share;
    const count = Math.min(rows.length - 1, Math.round(owed));
    owed -= count;
    for (let n = 0; n < count; n++) splits[rows.splice(Math.floor(random.next() * rows.length), 1)[0]] = 'validation';
  }
  if (share > 0 && keys.length > 1 && !splits.includes('validation')) splits[keys.length - 1] = 'validation';
  return splits;
}
