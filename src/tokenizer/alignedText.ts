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

/** Where in the original the character of each unit begins and ends. */
interface Places {
  starts: number[];
  ends: number[];
}

export class AlignedText {
  private constructor(
    readonly text: string,
    /** Of unit `base + i`; undefined where it came from unit `base + i` of the original alone. */
    private readonly places: Places | undefined,
    private readonly base: number,
    /** Where in the original this text begins. */
    readonly origin: number,
  ) {}

  /** A text that is its own original. Halves of surrogate pairs that stand alone become U+FFFD. */
  static of(original: string): AlignedText {
    const text = original.toWellFormed();
    if (!/[\ud800-\udbff]/.test(text)) return new AlignedText(text, undefined, 0, 0);
    const places: Places = { starts: [], ends: [] };
    let at = 0;
    for (const { length } of text) {
      put(places, length, at, at + length);
      at += length;
    }
    return new AlignedText(text, places, 0, 0);
  }

  get length(): number {
    return this.text.length;
  }

  /** Where units [from, to) came from. */
  startOf(from: number): number {
    return this.places ? this.places.starts[this.base + from] : this.base + from;
  }

  endOf(to: number): number {
    return this.places ? this.places.ends[this.base + to - 1] : this.base + to;
  }

  slice(from: number, to: number): AlignedText {
    if (from === 0 && to === this.length) return this;
    const origin = from < to ? this.startOf(from) : this.origin;
    return new AlignedText(this.text.slice(from, to), this.places, this.base + from, origin);
  }

  /**
   * Some characters become others, maybe none or several, which all came from where the character came from.
   * @param pattern single characters, with the flags g and u
   */
  map(pattern: RegExp, map: (character: string) => string): AlignedText {
    const edits: [at: number, size: number, written: number][] = [];
    let same = true;
    const text = this.text.replace(pattern, (character: string, at: number) => {
      const written = map(character);
      edits.push([at, character.length, written.length]);
      same &&= written.length === character.length;
      return written;
    });
    if (same) return edits.length > 0 ? new AlignedText(text, this.places, this.base, this.origin) : this;
    const places: Places = { starts: [], ends: [] };
    let copied = 0;
    for (const [at, size, written] of edits) {
      this.copy(places, copied, at);
      put(places, written, this.startOf(at), this.endOf(at + 1));
      copied = at + size;
    }
    this.copy(places, copied, this.length);
    return new AlignedText(text, places, 0, this.origin);
  }

  /**
   * What a normaliser makes of some stretches.
   * @param changesOf undefined where a stretch stays as it is
   */
  rewrite(pattern: RegExp, changesOf: (found: string) => Change[] | undefined): AlignedText {
    const places: Places = { starts: [], ends: [] };
    let text = '';
    let copied = 0;
    for (const { 0: found, index } of this.text.matchAll(pattern)) {
      const changes = changesOf(found);
      if (!changes) continue;
      this.copy(places, copied, index);
      text += this.text.slice(copied, index) + changes.map(([character]) => character).join('');
      this.change(places, index, changes);
      copied = index + found.length;
    }
    if (copied === 0) return this;
    this.copy(places, copied, this.length);
    return new AlignedText(text + this.text.slice(copied), places, 0, this.origin);
  }

  /** `content` in place of what a pattern found: it counts as coming from the last character of that. */
  replace(pattern: RegExp, content: string): AlignedText {
    const stretches = this.find(pattern);
    if (!stretches.some(({ found }) => found)) return this;
    const text = stretches.map(({ from, to, found }) => (found ? content : this.text.slice(from, to))).join('');
    const places: Places = { starts: [], ends: [] };
    for (const { from, to, found } of stretches) {
      if (!found) this.copy(places, from, to);
      else if (to === 0) put(places, content.length, this.origin, this.origin);
      else put(places, content.length, this.startOf(to - 1), this.endOf(to));
    }
    return new AlignedText(text, places, 0, this.origin);
  }

  /** `content` before it, as if it came from the first character. Nothing stays nothing. */
  prepend(content: string): AlignedText {
    if (this.length === 0) return this;
    const places: Places = { starts: [], ends: [] };
    put(places, content.length, this.startOf(0), this.endOf(1));
    this.copy(places, 0, this.length);
    return new AlignedText(content + this.text, places, 0, this.origin);
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

  private copy({ starts, ends }: Places, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      starts.push(this.startOf(i));
      ends.push(this.endOf(i + 1));
    }
  }

  /** Follows `transform_range`, also where changes take fewer characters than they replace. */
  private change(places: Places, from: number, changes: Change[]): void {
    let at = from;
    for (const [character, change] of changes) {
      const of = change > 0 ? at - 1 : Math.min(at, this.length - 1);
      if (of < 0) put(places, character.length, this.origin, this.origin);
      else put(places, character.length, this.startOf(of), this.endOf(of + 1));
      for (let i = change; i <= 0 && at < this.length; i++) at += sizeAt(this.text, at);
    }
  }
}

function put({ starts, ends }: Places, units: number, start: number, end: number): void {
  for (let i = 0; i < units; i++) {
    starts.push(start);
    ends.push(end);
  }
}

/** UTF-16 units of the character at `i`. */
export const sizeAt = (text: string, i: number): number => ((text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1);

/** Of the one that ends before `i`. */
export const sizeBefore = (text: string, i: number): number => sizeAt(text, i - 2);
