/**
 * Regular expressions of tokenizer.json in JavaScript. They are written for Oniguruma: `\s`, `\d`, `\w` and `.` mean other
 * characters there, `^` and `$` are ends of lines, quantifiers may be possessive. What has no equal here is refused.
 */
import { escapeRegExp } from './expressions';
import { unsupported } from './problems';

/** The numbers of Latin-1 count as letters, those of other blocks do not. */
const WORD = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}²³¹¼½¾`;

/** What stands for more than one character, within brackets and outside. */
const CLASSES: Record<string, string> = {
  s: String.raw`\p{White_Space}`,
  S: String.raw`\P{White_Space}`,
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: WORD,
};

/** What cannot stand within brackets. */
const OUTSIDE: Record<string, string> = {
  W: `[^${WORD}]`,
  b: `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  B: `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`,
  A: '^',
  z: '$',
};

const CONTROLS = 'nrtfv';

/** Letters that are the same as an ASCII one but for their case, beside its capital. */
const FOLDED: Record<string, string> = { s: '\u017f', k: '\u212a' };

/** Letters that are one in another case, as ss is ß, and those of other scripts. */
const FOLDS_LONGER = /ss|st|f[fil]|[^\0-\x7f]/i;

/** @throws TandemError `unsupported-model` when the pattern uses what JavaScript does not have */
export function oniguruma(pattern: string): RegExp {
  const reader = new Reader(pattern);
  const translated = reader.alternatives(false);
  if (!reader.done) throw reader.refusal();
  try {
    return new RegExp(translated, 'gu');
  } catch {
    throw reader.refusal();
  }
}

class Reader {
  private at = 0;
  private atomics = 0;

  constructor(private readonly pattern: string) {}

  get done(): boolean {
    return this.at >= this.pattern.length;
  }

  refusal() {
    return unsupported(`the regular expression ${this.pattern}`, 'patterns that JavaScript can express too');
  }

  /** Up to the end, or to the parenthesis that closes the group. @param folds whether case is ignored */
  alternatives(folds: boolean): string {
    let read = '';
    while (!this.done && this.pattern[this.at] !== ')') read += this.take('|') ? '|' : this.quantified(folds);
    return read;
  }

  private quantified(folds: boolean): string {
    let read = this.atom(folds);
    for (;;) {
      const [quantifier = ''] = /^(?:[?*+]|\{\d+(?:,\d*)?\})/.exec(this.pattern.slice(this.at)) ?? [];
      if (quantifier === '') return read;
      this.at += quantifier.length;
      read += quantifier;
      if (/^\{\d+\}$/.test(quantifier) && this.pattern[this.at] === '?') throw this.refusal();
      if (this.take('?')) read += '?';
      // Behind a number of times, a plus means: that, once or more.
      else if (quantifier.length === 1 && this.take('+')) read = this.atomic(read);
      else read = `(?:${read})`;
    }
  }

  /** Matched once and not given back: what a lookahead has found is not tried again. */
  private atomic(inner: string): string {
    const name = `atomic${this.atomics++}`;
    return `(?:(?=(?<${name}>${inner}))\\k<${name}>)`;
  }

  private atom(folds: boolean): string {
    if (this.take('(')) return this.group(folds);
    if (this.take('[')) return this.brackets(folds);
    if (this.take('\\')) return this.escape(escapeRegExp, (one) => `[${one}]`) ?? this.outside();
    if (this.take('.')) return String.raw`[^\n]`;
    if (this.take('^')) return String.raw`(?<![^\n])`;
    if (this.take('$')) return String.raw`(?![^\n])`;
    if (/[?*+{]/.test(this.pattern[this.at])) throw this.refusal();
    return folds ? `[${this.folded(this.character())}]` : escapeRegExp(this.character());
  }

  private group(folds: boolean): string {
    const [opening = ''] = /^\?(?:<?[=!]|[:>]|i:)/.exec(this.pattern.slice(this.at)) ?? [];
    if (opening === '' && this.pattern[this.at] === '?') throw this.refusal();
    this.at += opening.length;
    const from = this.at;
    const inner = this.alternatives(folds || opening === '?i:');
    if (opening === '?i:' && FOLDS_LONGER.test(this.pattern.slice(from, this.at))) throw this.refusal();
    if (!this.take(')')) throw this.refusal();
    if (opening === '?>') return this.atomic(inner);
    return `(${opening === '' || opening === '?i:' ? '?:' : opening}${inner})`;
  }

  private brackets(folds: boolean): string {
    let read = this.take('^') ? '[^' : '[';
    while (!this.take(']')) {
      const next = this.pattern.slice(this.at, this.at + 2);
      if (this.done || next[0] === '[' || next === '&&') throw this.refusal();
      if (this.take('\\')) {
        const escaped = this.escape(literal, (one) => one);
        if (escaped === undefined) throw this.refusal();
        read += escaped;
      } else if (this.take('-')) {
        read += '-';
      } else {
        const character = this.character();
        const ranges = this.pattern[this.at] === '-' && this.pattern[this.at + 1] !== ']';
        if (folds && ranges) throw this.refusal();
        read += folds ? this.folded(character) : literal(character);
      }
    }
    return `${read}]`;
  }

  /** What follows a backslash, where it stands for characters. @param itself how a character stands where it is @param asOne how a class does */
  private escape(itself: (character: string) => string, asOne: (characters: string) => string): string | undefined {
    const letter = this.pattern[this.at];
    if (letter === 'p' || letter === 'P') return this.property();
    const known = CLASSES[letter] ?? (CONTROLS.includes(letter) ? `\\${letter}` : undefined);
    if (known === undefined && (letter === undefined || /[\p{L}\p{N}]/u.test(letter))) return undefined;
    const character = this.character();
    return known === undefined ? itself(character) : asOne(known);
  }

  private outside(): string {
    const known = OUTSIDE[this.pattern[this.at]];
    if (known === undefined) throw this.refusal();
    this.at++;
    return known;
  }

  private property(): string {
    const [whole, letter, not, name] = /^([pP])\{(\^?)(\w+)\}/.exec(this.pattern.slice(this.at)) ?? [];
    // Oniguruma's Punct has symbols as well.
    if (whole === undefined || /^punct$/i.test(name)) throw this.refusal();
    this.at += whole.length;
    const kind = (letter === 'P') === (not === '^') ? 'p' : 'P';
    const known = [name, `Script=${name}`].find((property) => isProperty(property));
    if (known === undefined) throw this.refusal();
    return `\\${kind}{${known}}`;
  }

  /** A letter in both cases, for brackets. */
  private folded(character: string): string {
    const lower = character.toLowerCase();
    return [...new Set([lower, character.toUpperCase(), FOLDED[lower] ?? lower])].map(literal).join('');
  }

  private character(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += character.length;
    return character;
  }

  private take(character: string): boolean {
    if (this.pattern[this.at] !== character) return false;
    this.at++;
    return true;
  }
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u').unicode;
  } catch {
    return false;
  }
}

/** A character within brackets; outside, JavaScript refuses a hyphen that is escaped. */
const literal = (character: string) => (character === '-' ? '\\-' : escapeRegExp(character));
