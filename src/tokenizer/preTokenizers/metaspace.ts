/** Metaspace, SentencePiece's way with blanks: they become ▁, one stands before the text, and words begin with it. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { escapeRegExp } from '../expressions';
import { part } from '../parts';
import { cut } from './split';

export const metaspace = part(
  v.object({
    replacement: v.optional(v.string(), '▁'),
    prepend_scheme: v.optional(v.picklist(['always', 'first', 'never'])),
    /** What older files have in place of prepend_scheme. */
    add_prefix_space: v.optional(v.boolean(), true),
    split: v.optional(v.boolean(), true),
  }),
  ({ replacement, prepend_scheme, add_prefix_space, split }) => {
    const scheme = prepend_scheme ?? (add_prefix_space ? 'always' : 'never');
    const blank = new RegExp(escapeRegExp(replacement), 'gu');
    return (text: AlignedText): AlignedText[] => {
      let read = text.replace(/ /g, replacement);
      const prepends = scheme === 'always' || (scheme === 'first' && read.origin === 0);
      if (prepends && !read.text.startsWith(replacement)) read = read.prepend(replacement);
      return split ? cut(read, blank, 'MergedWithNext') : [read];
    };
  },
);
