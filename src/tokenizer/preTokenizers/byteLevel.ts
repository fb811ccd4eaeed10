/** ByteLevel: words by GPT-2's pattern, each with the blank before it, written in characters for bytes. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { toByteCharacters } from '../byteCharacters';
import { oniguruma } from '../oniguruma';
import { part } from '../parts';
import { cut } from './split';

const WORD = oniguruma(String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`);

export const byteLevel = part(
  v.object({ add_prefix_space: v.optional(v.boolean(), true), use_regex: v.optional(v.boolean(), true) }),
  ({ add_prefix_space: prefix, use_regex: words }) =>
    (text: AlignedText): AlignedText[] => {
      const read = prefix && !text.text.startsWith(' ') ? text.prepend(' ') : text;
      return (words ? cut(read, WORD, 'Isolated') : [read]).map(toByteCharacters);
    },
);
