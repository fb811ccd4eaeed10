/**
 * BERT's normaliser and pre-tokeniser with memory: every character of every word knows which part of
 * the original text it came from. Follows BertNormalizer and BertPreTokenizer of Hugging Face's Rust
 * tokenizers, which work character by character (so a capital sigma becomes σ everywhere).
 */

export interface NormalizerOptions {
  cleanText: boolean;
  handleChineseChars: boolean;
  stripAccents: boolean;
  lowercase: boolean;
}

/** A word after normalisation. Offsets are UTF-16 indices into the original text, one a code point. */
export interface NormalizedWord {
  text: string;
  starts: number[];
  ends: number[];
}

/** What becomes of one code point: nothing, a gap between words, or characters in or between words. */
type Fate = { kind: 'dropped' | 'gap' } | { kind: 'characters'; characters: string[] };

const GAP: Fate = { kind: 'gap' };
const DROPPED: Fate = { kind: 'dropped' };

export class BertWordSplitter {
  private readonly fates = new Map<string, Fate>();

  constructor(private readonly options: NormalizerOptions) {}

  /** Splits `text` into words; `origin` is added to every offset. */
  split(text: string, origin = 0): NormalizedWord[] {
    const words: NormalizedWord[] = [];
    let word: NormalizedWord | undefined;
    const put = (character: string, start: number, end: number) => {
      if (!word) {
        word = { text: '', starts: [], ends: [] };
        words.push(word);
      }
      word.text += character;
      word.starts.push(start);
      word.ends.push(end);
    };
    let at = origin;
    for (const source of text) {
      const start = at;
      at += source.length;
      const fate = this.fateOf(source);
      if (fate.kind === 'gap') word = undefined;
      if (fate.kind !== 'characters') continue;
      const isolated = this.options.handleChineseChars && isCjk(source);
      if (isolated) word = undefined;
      for (const character of fate.characters) {
        const breaks = isPunctuation(character);
        if (isWhitespace(character) || breaks) word = undefined;
        if (!isWhitespace(character)) put(character, start, at);
        if (breaks) word = undefined;
      }
      if (isolated) word = undefined;
    }
    return words;
  }

  private fateOf(source: string): Fate {
    let fate = this.fates.get(source);
    if (!fate) {
      fate = this.computeFate(source);
      this.fates.set(source, fate);
    }
    return fate;
  }

  private computeFate(source: string): Fate {
    const { cleanText, stripAccents, lowercase } = this.options;
    if (cleanText) {
      if (source === '\0' || source === '\ufffd' || isControl(source)) return DROPPED;
      if (isWhitespace(source)) return GAP;
    }
    let text = source;
    if (stripAccents) text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    if (lowercase) text = Array.from(text, (character) => character.toLowerCase()).join('');
    return text === '' ? DROPPED : { kind: 'characters', characters: [...text] };
  }
}

function isControl(character: string): boolean {
  return !/[\t\n\r]/.test(character) && /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(character);
}

function isWhitespace(character: string): boolean {
  return /\p{White_Space}/u.test(character);
}

function isPunctuation(character: string): boolean {
  return /[!-/:-@[-`{-~\p{P}]/u.test(character);
}

const CJK_BLOCKS = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
];

function isCjk(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x3400 && CJK_BLOCKS.some(([first, last]) => code >= first && code <= last);
}
