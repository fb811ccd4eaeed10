/**
 * A text on its way to word pieces that remembers which part of the original each of its characters came from. Follows
 * `NormalizedString` of Hugging Face's Rust tokenizers, so that positions are equal to theirs; where that counts bytes, this
 * counts UTF-16 units, as JavaScript does.
 */

/** A character that a normaliser writes: 0 in place of the next one, 1 in addition, −n in place of the next one and n more. */
export type Change = [character: string, change: number];

/** Part [from, to) of a text, and whether a pattern found it or it lies between two that were found. */
export interface Stretch {
  from: number;
  to: number;
  found: boolean;
}

export class AlignedText {
  private constructor(
    readonly text: string,
    /** Where in the original the character of unit `base + i` begins and ends. */
    private readonly starts: Int32Array,
    private readonly ends: Int32Array,
    private readonly base: number,
    /** Where in the original this text begins. */
    readonly origin: number,
  ) {}

  /** A text that is its own original. Halves of surrogate pairs that stand alone become U+FFFD. */
  static of(original: string): AlignedText {
    const text = original.toWellFormed();
    const starts = new Int32Array(text.length);
    const ends = new Int32Array(text.length);
    for (let i = 0; i < text.length; ) {
      const end = i + sizeAt(text, i);
      for (const start = i; i < end; i++) {
        starts[i] = start;
        ends[i] = end;
      }
    }
    return new AlignedText(text, starts, ends, 0, 0);
  }

  get length(): number {
    return this.text.length;
  }

  /** Where units [from, to) came from. */
  startOf(from: number): number {
    return this.starts[this.base + from];
  }

  endOf(to: number): number {
    return this.ends[this.base + to - 1];
  }

  slice(from: number, to: number): AlignedText {
    if (from === 0 && to === this.length) return this;
    const origin = from < to ? this.startOf(from) : this.origin;
    return new AlignedText(this.text.slice(from, to), this.starts, this.ends, this.base + from, origin);
  }

  /** Every character becomes what `map` says, maybe nothing; all of it came from where the character came from. */
  map(map: (character: string) => string): AlignedText {
    const sizes: number[] = [];
    let text = '';
    let same = true;
    for (const character of this.text) {
      const mapped = map(character);
      text += mapped;
      sizes.push(character.length, mapped.length);
      same &&= mapped.length === character.length;
    }
    if (same) return new AlignedText(text, this.starts, this.ends, this.base, this.origin);
    const write = new Writer(text.length);
    let at = 0;
    for (let i = 0; i < sizes.length; i += 2) {
      write.put(sizes[i + 1], this.startOf(at), this.ends[this.base + at]);
      at += sizes[i];
    }
    return this.written(text, write);
  }

  /** What a normaliser makes of it. @param dropped characters left out at the beginning */
  transform(changes: Change[], dropped = 0): AlignedText {
    let at = 0;
    const skip = (characters: number) => {
      for (let i = 0; i < characters && at < this.length; i++) at += sizeAt(this.text, at);
    };
    skip(dropped);
    const text = changes.map(([character]) => character).join('');
    const write = new Writer(text.length);
    for (const [character, change] of changes) {
      const from = change > 0 ? at - 1 : Math.min(at, this.length - 1);
      if (from < 0) write.put(character.length, this.origin, this.origin);
      else write.put(character.length, this.startOf(from), this.endOf(from + 1));
      if (change <= 0) skip(1 - change);
    }
    return this.written(text, write);
  }

  /** `content` in place of what a pattern found: it counts as coming from the last character of that. */
  replace(pattern: RegExp, content: string): AlignedText {
    const stretches = this.find(pattern);
    if (!stretches.some(({ found }) => found)) return this;
    const text = stretches.map(({ from, to, found }) => (found ? content : this.text.slice(from, to))).join('');
    const write = new Writer(text.length);
    for (const { from, to, found } of stretches) {
      if (!found) for (let i = from; i < to; i++) write.put(1, this.startOf(i), this.endOf(i + 1));
      else if (to === 0) write.put(content.length, this.origin, this.origin);
      else write.put(content.length, this.startOf(to - 1), this.endOf(to));
    }
    return this.written(text, write);
  }

  /** `content` before it, as if it came from the first character. Nothing stays nothing. */
  prepend(content: string): AlignedText {
    if (this.length === 0) return this;
    const text = content + this.text;
    const write = new Writer(text.length);
    write.put(content.length, this.startOf(0), this.endOf(1));
    for (let i = 0; i < this.length; i++) write.put(1, this.startOf(i), this.endOf(i + 1));
    return this.written(text, write);
  }

  /** The whole text as what a pattern finds and what lies between. @param pattern with the flag g */
  find(pattern: RegExp): Stretch[] {
    const stretches: Stretch[] = [];
    let at = 0;
    for (const match of this.text.matchAll(pattern)) {
      if (at < match.index) stretches.push({ from: at, to: match.index, found: false });
      at = match.index + match[0].length;
      stretches.push({ from: match.index, to: at, found: true });
    }
    if (at < this.length) stretches.push({ from: at, to: this.length, found: false });
    return stretches;
  }

  private written(text: string, { starts, ends }: Writer): AlignedText {
    return new AlignedText(text, starts, ends, 0, this.origin);
  }
}

class Writer {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private at = 0;

  constructor(length: number) {
    this.starts = new Int32Array(length);
    this.ends = new Int32Array(length);
  }

  put(units: number, start: number, end: number): void {
    this.starts.fill(start, this.at, this.at + units);
    this.ends.fill(end, this.at, this.at + units);
    this.at += units;
  }
}

/** UTF-16 units of the character at `i`. */
export const sizeAt = (text: string, i: number): number => ((text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1);
