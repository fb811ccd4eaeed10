/**
 * A seeded generator: the same seed gives the same numbers on every machine.
 * Algorithm: mulberry32 (Tommy Ettinger), 32 bits of state; ample for initial weights and shuffles.
 */
export class Random {
  private state: number;

  /** @param seed an integer; only its low 32 bits count */
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** `count` values, uniform in [-bound, bound). */
  uniform(count: number, bound: number): Float32Array<ArrayBuffer> {
    return Float32Array.from({ length: count }, () => (2 * this.next() - 1) * bound);
  }

  /** The same items in an order by chance (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const all = [...items];
    for (let i = all.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  }
}

/** FNV-1a (Fowler, Noll and Vo) over UTF-16 units, 32 bits: a seed by name, a place in a table. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
