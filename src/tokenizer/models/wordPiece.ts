/** WordPiece: the longest piece of the vocabulary that a word begins with, then the longest that goes on from there. */
import * as v from 'valibot';
import { sizeBefore } from '../alignedText';
import { part } from '../parts';
import { tokenId, vocabOf } from '../vocabulary';
import type { WordModel, WordPart } from './registry';

export const wordPiece = part(
  v.object({
    vocab: v.unknown(),
    unk_token: v.optional(v.string(), '[UNK]'),
    continuing_subword_prefix: v.optional(v.string(), '##'),
    max_input_chars_per_word: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 100),
  }),
  ({ vocab: json, unk_token: unknownToken, continuing_subword_prefix: prefix, max_input_chars_per_word: most }) => {
    const vocab = vocabOf(json);
    const unkId = tokenId(vocab, unknownToken);
    const cut = (word: string): WordPart[] => {
      const unknown = [{ id: unkId, from: 0, to: word.length }];
      if (word.length > most && [...word].length > most) return unknown;
      const parts: WordPart[] = [];
      for (let from = 0; from < word.length; ) {
        let to = word.length;
        let id: number | undefined;
        while (to > from) {
          const piece = word.slice(from, to);
          id = vocab.get(from > 0 ? prefix + piece : piece);
          if (id !== undefined) break;
          to -= sizeBefore(word, to);
        }
        if (id === undefined) return unknown;
        parts.push({ id, from, to });
        from = to;
      }
      return parts;
    };
    return { vocab, unkId, cut } satisfies WordModel;
  },
);
