/** A random part of the rows to validate with. */
import { Random } from '../random';
import type { SplitName } from './dataset';

/**
 * A random share of every class, the same for the same seed. At least one row validates, unless the share is 0 or no class has a
 * second row: without its only row a class could not be learned.
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
    const rest = new OrderedSet(rows.length);
    for (let n = 0; n < count; n++) splits[rows[rest.take(Math.floor(random.next() * rest.size))]] = 'validation';
  }
  if (share > 0 && !splits.includes('validation')) {
    const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
    if (largest.length > 1) splits[largest[largest.length - 1]] = 'validation';
  }
  return splits;
}

/** The numbers below a size, of which the n-th that is left can be taken out in logarithmic time (Fenwick, 1994). */
class OrderedSet {
  size: number;
  private readonly counts: Uint32Array;
  private readonly top: number;

  constructor(size: number) {
    this.size = size;
    this.counts = Uint32Array.from({ length: size + 1 }, (_, i) => i & -i);
    this.top = 2 ** Math.floor(Math.log2(Math.max(1, size)));
  }

  /** @param n below `size` */
  take(n: number): number {
    let at = 0;
    let before = n;
    for (let step = this.top; step > 0; step >>= 1) {
      if (at + step < this.counts.length && this.counts[at + step] <= before) {
        at += step;
        before -= this.counts[at];
      }
    }
    for (let i = at + 1; i < this.counts.length; i += i & -i) this.counts[i]--;
    this.size--;
    return at;
  }
}
