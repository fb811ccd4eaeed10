/**
 * Text to word pieces with exact character positions. Words are cut by our own splitter, which keeps
 * positions; each word's pieces come from @huggingface/tokenizers and are remembered.
 */
import { WordPiece } from '@huggingface/tokenizers';
import type { Piece } from '../../tasks/text';
import { BertWordSplitter, type NormalizedWord } from './normalize';
import type { TokenizerSettings } from './settings';

export interface Encoding {
  /** [CLS] pieces [SEP] */
  ids: number[];
  /** The pieces between them, with their places in the text. */
  pieces: Piece[];
  /** True when pieces were left out to stay within the length limit. */
  truncated: boolean;
}

interface WordPieces {
  ids: number[];
  /** Code points each piece covers. */
  lengths: number[];
}

/** Words are few and come again; past this many the memory starts afresh. */
const MAX_REMEMBERED_WORDS = 100_000;
const SPECIALS = 2;

export class Tokenizer {
  readonly padId: number;
  readonly clsId: number;
  readonly sepId: number;
  private readonly splitter: BertWordSplitter;
  private readonly wordPiece: WordPiece;
  private readonly specialPattern: RegExp | undefined;
  private readonly remembered = new Map<string, WordPieces>();

  /** @param maxLength longest sequence in tokens, special tokens included */
  constructor(
    private readonly settings: TokenizerSettings,
    readonly maxLength: number,
  ) {
    this.padId = settings.padId;
    this.clsId = settings.clsId;
    this.sepId = settings.sepId;
    this.splitter = new BertWordSplitter(settings.normalizer);
    this.wordPiece = new WordPiece({
      type: 'WordPiece',
      vocab: Object.fromEntries(settings.vocab),
      unk_token: settings.unkToken,
      continuing_subword_prefix: settings.continuingSubwordPrefix,
      max_input_chars_per_word: settings.maxInputCharsPerWord,
    });
    const special = [...settings.specialTokens.keys()];
    this.specialPattern = special.length > 0 ? new RegExp(`(${special.map(escapeRegExp).join('|')})`) : undefined;
  }

  /** [CLS] and [SEP] around what fits. */
  encode(text: string): Encoding {
    const limit = this.maxLength - SPECIALS;
    const pieces = this.pieces(text, limit + 1);
    const truncated = pieces.length > limit;
    if (truncated) pieces.length = limit;
    return { ids: [this.clsId, ...pieces.map(({ id }) => id), this.sepId], pieces, truncated };
  }

  /** The pieces of a text without special tokens. @param atLeast where to stop: words are not cut. Default: all */
  pieces(text: string, atLeast = Number.POSITIVE_INFINITY): Piece[] {
    const pieces: Piece[] = [];
    let word = 0;
    let at = 0;
    for (const part of this.specialPattern ? text.split(this.specialPattern) : [text]) {
      const special = this.settings.specialTokens.get(part);
      if (special !== undefined) {
        pieces.push({ id: special, start: at, end: at + part.length, word: word++ });
      } else {
        for (const normalized of this.splitter.split(part, at)) this.appendWord(pieces, normalized, word++);
      }
      at += part.length;
      if (pieces.length >= atLeast) break;
    }
    return pieces;
  }

  private appendWord(pieces: Piece[], { text, starts, ends }: NormalizedWord, word: number): void {
    const { ids, lengths } = this.piecesOf(text, starts.length);
    let at = 0;
    ids.forEach((id, i) => {
      pieces.push({ id, start: starts[at], end: ends[at + lengths[i] - 1], word });
      at += lengths[i];
    });
  }

  private piecesOf(word: string, codePoints: number): WordPieces {
    let found = this.remembered.get(word);
    if (!found) {
      found = this.lookUp(word, codePoints);
      if (this.remembered.size >= MAX_REMEMBERED_WORDS) this.remembered.clear();
      this.remembered.set(word, found);
    }
    return found;
  }

  private lookUp(word: string, codePoints: number): WordPieces {
    const { vocab, unkToken, continuingSubwordPrefix } = this.settings;
    const tokens = this.wordPiece.encode([word]);
    const ids = tokens.map((token) => vocab.get(token) as number);
    if (tokens.length === 1 && tokens[0] === unkToken) return { ids, lengths: [codePoints] };
    const prefix = [...continuingSubwordPrefix].length;
    return { ids, lengths: tokens.map((token, i) => [...token].length - (i > 0 ? prefix : 0)) };
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
