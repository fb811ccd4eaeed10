/** Joining neighbours by rank, as `Word::merge_all` of Rust's tokenizers does: the lowest rank first, of equal ones the leftmost. */
import type { WordPart } from './registry';

export interface Merges {
  /** Place in the list of merges, if these two are joined at all. */
  rankOf(left: number, right: number): number | undefined;
  /** What each merge makes. */
  results: readonly number[];
}

/** The pieces of a word before and after merging. */
export type Symbols = WordPart[];

/** Takes `symbols` over. Time grows as n log n: words may be whole texts. */
export function mergeAll(symbols: Symbols, { rankOf, results }: Merges): WordPart[] {
  const count = symbols.length;
  const next = symbols.map((_, i) => i + 1);
  const previous = symbols.map((_, i) => i - 1);
  const merged = new Uint8Array(count);
  const waiting = new Heap();
  const consider = (left: number) => {
    if (left < 0 || next[left] >= count) return;
    const rank = rankOf(symbols[left].id, symbols[next[left]].id);
    if (rank !== undefined) waiting.push(rank * count + left);
  };
  for (let i = 0; i + 1 < count; i++) consider(i);
  for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
    const left = top % count;
    const right = next[left];
    if (merged[left] || right >= count) continue;
    const result = results[(top - left) / count];
    const rank = rankOf(symbols[left].id, symbols[right].id);
    // One of the two has changed since, unless what they make now is the same.
    if (rank === undefined || results[rank] !== result) continue;
    symbols[left] = { id: result, from: symbols[left].from, to: symbols[right].to };
    merged[right] = 1;
    next[left] = next[right];
    if (next[left] < count) previous[next[left]] = left;
    consider(previous[left]);
    consider(left);
  }
  return symbols.filter((_, i) => !merged[i]);
}

/** Numbers, the smallest first. */
class Heap {
  private readonly items: number[] = [];

  push(item: number): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent] <= item) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1] < items[child]) child++;
      if (items[child] >= last) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }
}
