/**
 * Pairs of rows that are alike, as they have the same class, and pairs that are not: what an encoder learns classes from when
 * there are few labels (Tunstall et al., 2022, SetFit). Each row in turn is given one partner of its class and one of another.
 */
import { Random } from '../../random';

export interface Pair {
  /** Rows. */
  a: number;
  b: number;
  alike: boolean;
}

/**
 * @param classes of the rows
 * @param count of pairs, half of them alike; classes take turns, so that all have as many
 * @returns in the order in which they are learned; none where there are not two classes
 */
export function samplePairs(classes: readonly string[], count: number, seed: number): Pair[] {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  const rowsOf = new Map<string, number[]>();
  for (const [row, name] of classes.entries()) {
    const rows = rowsOf.get(name);
    if (rows) rows.push(row);
    else rowsOf.set(name, [row]);
  }
  const names = [...rowsOf.keys()].sort();
  if (names.length < 2) return [];
  const drawn = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)];
  const anchors = names.map((name) => new Turns(rowsOf.get(name) ?? [], random));
  const pairs: Pair[] = [];
  for (let i = 0; pairs.length < count; i++) {
    const own = i % names.length;
    const a = anchors[own].next();
    const others = (rowsOf.get(names[own]) ?? []).filter((row) => row !== a);
    // A class of one row is like itself, and teaches by what it is unlike.
    pairs.push({ a, b: others.length > 0 ? drawn(others) : a, alike: true });
    const another = drawn(names.filter((_, other) => other !== own));
    pairs.push({ a, b: drawn(rowsOf.get(another) ?? []), alike: false });
  }
  return random.shuffled(pairs.slice(0, count));
}

/** Rows in an order by chance, each once before any comes again. */
class Turns {
  private order: number[] = [];

  constructor(
    private readonly rows: number[],
    private readonly random: Random,
  ) {}

  next(): number {
    if (this.order.length === 0) this.order = this.random.shuffled(this.rows);
    return this.order.pop() as number;
  }
}
