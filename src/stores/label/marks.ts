/** What a person said of rows, by their keys: a map that never changes. Another one is made in the time of a few rows, however many there are. */
import type { RowMarks } from '../../project/labels';

/** A change copies the parts that it touches: about 1/512 of the rows for one of them. */
const PARTS = 512;

type Part = ReadonlyMap<string, RowMarks>;
const NOTHING: Part = new Map();

export class Marks implements ReadonlyMap<string, RowMarks> {
  static readonly NONE = new Marks(Array(PARTS).fill(NOTHING), 0);

  private constructor(
    private readonly parts: readonly Part[],
    readonly size: number,
  ) {}

  static of(entries: ReadonlyMap<string, RowMarks>): Marks {
    return entries instanceof Marks ? entries : Marks.NONE.with(entries);
  }

  /** @param changes undefined for a row of which nothing is said any more */
  with(changes: Iterable<readonly [key: string, said: RowMarks | undefined]>): Marks {
    const parts = [...this.parts];
    const copied = new Map<number, Map<string, RowMarks>>();
    let { size } = this;
    for (const [key, said] of changes) {
      const at = partOf(key);
      const part = copied.get(at) ?? new Map(parts[at]);
      copied.set(at, part);
      parts[at] = part;
      size -= part.size;
      if (said) part.set(key, said);
      else part.delete(key);
      size += part.size;
    }
    return new Marks(parts, size);
  }

  get(key: string): RowMarks | undefined {
    return this.parts[partOf(key)].get(key);
  }

  has(key: string): boolean {
    return this.parts[partOf(key)].has(key);
  }

  /** @returns what was said since then, row by row; undefined for a row of which nothing is said any more */
  *since(before: Marks): Generator<[key: string, said: RowMarks | undefined]> {
    for (const [i, part] of this.parts.entries()) {
      const earlier = before.parts[i];
      if (part === earlier) continue;
      for (const [key, said] of part) if (earlier.get(key) !== said) yield [key, said];
      for (const key of earlier.keys()) if (!part.has(key)) yield [key, undefined];
    }
  }

  forEach(visit: (said: RowMarks, key: string, marks: Marks) => void): void {
    for (const [key, said] of this) visit(said, key, this);
  }

  *entries(): MapIterator<[string, RowMarks]> {
    for (const part of this.parts) yield* part;
  }

  *keys(): MapIterator<string> {
    for (const part of this.parts) yield* part.keys();
  }

  *values(): MapIterator<RowMarks> {
    for (const part of this.parts) yield* part.values();
  }

  [Symbol.iterator](): MapIterator<[string, RowMarks]> {
    return this.entries();
  }
}

function partOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash >>> 0) % PARTS;
}
