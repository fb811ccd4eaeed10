/** WordPiece: the longest piece of the vocabulary that a word begins with, then the longest that goes on from there. */
import * as v from 'valibot';
import { sizeAt } from '../alignedText';
import { part } from '../parts';
import { tokenId, vocabOf } from '../vocabulary';
import type { WordModel, WordPart } from './registry';

export interface WordPieceSettings {
  vocab: Map<string, number>;
  unkToken: string;
  continuingSubwordPrefix: string;
  maxInputCharsPerWord: number;
}

export const wordPiece = part(
  v.object({
    vocab: v.unknown(),
    unk_token: v.optional(v.string(), '[UNK]'),
    continuing_subword_prefix: v.optional(v.string(), '##'),
    max_input_chars_per_word: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 100),
  }),
  (settings) =>
    makeWordPiece({
      vocab: vocabOf(settings.vocab),
      unkToken: settings.unk_token,
      continuingSubwordPrefix: settings.continuing_subword_prefix,
      maxInputCharsPerWord: settings.max_input_chars_per_word,
    }),
);

/** @throws TandemError `bad-tokenizer` when the vocabulary lacks `unkToken` */
export function makeWordPiece({ vocab, unkToken, continuingSubwordPrefix: prefix, maxInputCharsPerWord }: WordPieceSettings): WordModel {
  const unkId = tokenId(vocab, unkToken);
  const cut = (word: string): WordPart[] => {
    const unknown = [{ id: unkId, from: 0, to: word.length }];
    if (word.length > maxInputCharsPerWord && [...word].length > maxInputCharsPerWord) return unknown;
    const parts: WordPart[] = [];
    for (let from = 0; from < word.length; ) {
      let to = word.length;
      let id: number | undefined;
      while (to > from) {
        const piece = word.slice(from, to);
        id = vocab.get(from > 0 ? prefix + piece : piece);
        if (id !== undefined) break;
        to -= sizeAt(word, to - 2) === 2 ? 2 : 1;
      }
      if (id === undefined) return unknown;
      parts.push({ id, from, to });
      from = to;
    }
    return parts;
  };
  return { vocab, unkId, cut };
}
