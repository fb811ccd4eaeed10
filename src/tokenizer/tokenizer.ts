/**
 * Text to word pieces with exact character positions. Added tokens are cut out, the rest is normalised and cut into words, and
 * the pieces of each word are remembered.
 */
import { TandemError } from '../errors';
import { AlignedText, sizeAt, sizeBefore } from './alignedText';
import type { TokenizerParts } from './assemble';
import { blanksAtEnd, blanksAtStart } from './blanks';
import type { PairFrame, SpecialToken, TextFrame } from './frame';
import type { WordPart } from './models/registry';
import type { Piece } from './piece';
import { remember } from './remember';

export interface Encoding {
  /** The pieces within what the tokenizer puts around a text: [CLS] pieces [SEP] */
  ids: number[];
  /** The pieces, with their places in the text. */
  pieces: Piece[];
  /** True when pieces were left out to stay within the length limit. */
  truncated: boolean;
}

/** A piece of a word: units [from, to) of it, of which the first and last ones may be blanks. */
interface RememberedPart {
  id: number;
  from: number;
  to: number;
  blanksBefore: number;
  blanksAfter: number;
}

/** Words are few and come again. */
const MAX_REMEMBERED_WORDS = 100_000;

/** Units of a long text that are read first, where only its first pieces are wanted. */
const FIRST_READ = 1 << 16;
/** Units of a text at most: more would keep the thread busy for seconds, in which nobody hears that it is to stop. */
export const MOST_READ = 1 << 19;
/** Units before the end of such a part in which words may be others than those of the whole text. */
const MARGIN = 1 << 10;

/** Ġ is a blank to tokenizers that work on bytes. */
const BLANK = /[\p{White_Space}Ġ]/u;

export class Tokenizer {
  readonly padId: number;
  /** What stands around a text. */
  readonly single: TextFrame;
  /** What stands around and between two texts. */
  readonly pair: PairFrame;
  private readonly partsOf: (word: string) => RememberedPart[];

  /** @param maxLength longest sequence in tokens, special tokens included */
  constructor(
    private readonly parts: TokenizerParts,
    readonly maxLength: number,
  ) {
    this.padId = parts.padId;
    this.single = parts.post.single;
    this.pair = parts.post.pair;
    const { model } = parts;
    this.partsOf = remember(
      (word) => model.cut(word).map((part) => withBlanks(part.id === model.unkId ? '' : word.slice(part.from, part.to), part)),
      MAX_REMEMBERED_WORDS,
    );
  }

  /** What fits of a text, with special tokens around it. */
  encode(text: string): Encoding {
    const { before, after } = this.single;
    const limit = Math.max(0, this.maxLength - before.length - after.length);
    const pieces = this.pieces(text, limit + 1);
    const truncated = pieces.length > limit;
    if (truncated) pieces.length = limit;
    return { ids: [...idsOf(before), ...idsOf(pieces), ...idsOf(after)], pieces, truncated };
  }

  /**
   * The pieces of a text without special tokens.
   *
   * @param atLeast where to stop: words are not cut. Default: all. Of a long text no more is read than that takes
   * @throws TandemError `bad-input` for a text of which more than {@link MOST_READ} units would have to be read
   */
  pieces(text: string, atLeast = Number.POSITIVE_INFINITY): Piece[] {
    const isWhole = !Number.isFinite(atLeast);
    for (let read = FIRST_READ; !isWhole && read < text.length && read <= MOST_READ; read *= 2) {
      const pieces = this.allPieces(text.slice(0, read), atLeast);
      if (pieces.length >= atLeast && pieces[pieces.length - 1].end <= read - MARGIN) return pieces;
    }
    if (text.length > MOST_READ) throw tooLong(text, isWhole);
    return this.allPieces(text, atLeast);
  }

  private allPieces(text: string, atLeast: number): Piece[] {
    const { addedTokens, preTokenize } = this.parts;
    const pieces: Piece[] = [];
    let word = 0;
    for (const part of addedTokens.partsOf(AlignedText.of(text))) {
      if (part.id !== undefined)
        this.append(pieces, text, part.text, [withBlanks(part.text.text, { id: part.id, from: 0, to: part.text.length })], word++);
      else
        for (const cut of preTokenize(part.text)) {
          this.append(pieces, text, cut, this.partsOf(cut.text), word++);
          if (pieces.length >= atLeast) return pieces;
        }
    }
    return pieces;
  }

  private append(pieces: Piece[], original: string, text: AlignedText, parts: RememberedPart[], word: number): void {
    const { trim } = this.parts.post;
    for (const { id, from, to, blanksBefore, blanksAfter } of parts) {
      const piece = { id, start: text.startOf(from), end: text.endOf(to), word };
      if (trim) {
        // One blank before the first piece may have been added to the text, and is not in it.
        const added = trim.addPrefixSpace && (pieces.length === 0 || piece.start === 0) && blanksBefore === 1;
        piece.start = forward(original, piece.start, added ? 0 : blanksBefore, piece.end);
        piece.end = backward(original, piece.end, blanksAfter, piece.start);
      }
      pieces.push(piece);
    }
  }
}

/** @param isWhole whether all of it was to be read, in windows */
function tooLong(text: string, isWhole: boolean): TandemError {
  const [has, most] = [text.length, MOST_READ].map((units) => units.toLocaleString('en'));
  const what = `The text that begins with ${JSON.stringify(text.slice(0, 40))} has ${has} characters`;
  return new TandemError(
    'bad-input',
    isWhole
      ? `${what}, and texts of up to ${most} can be read whole. Split it into several rows, or have long texts cut.`
      : `${what}, of which the first ${most} hold hardly any words. Shorten it, or leave it out.`,
  );
}

/** So many characters on from `at`, no further than `limit`. */
function forward(text: string, at: number, characters: number, limit: number): number {
  let to = at;
  for (let i = 0; i < characters && to < limit; i++) to += sizeAt(text, to);
  return Math.min(to, limit);
}

/** So many characters back from `at`, no further than `limit`; not at all where the text has fewer. */
function backward(text: string, at: number, characters: number, limit: number): number {
  let to = at;
  for (let i = 0; i < characters; i++) {
    if (to === 0) return at;
    to -= sizeBefore(text, to);
  }
  return Math.max(to, limit);
}

function withBlanks(token: string, part: WordPart): RememberedPart {
  return { ...part, blanksBefore: blanksAtStart(token, BLANK), blanksAfter: blanksAtEnd(token, BLANK) };
}

const idsOf = (tokens: (Piece | SpecialToken)[]) => tokens.map(({ id }) => id);
