/** BertNormalizer: characters that print, blanks around Chinese ones, and letters without accents or in lower case. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { part } from '../parts';
import { toForm } from '../unicodeForms';
import { isAscii, lowercase, without } from './letters';

export const bertNormalizer = part(
  v.object({
    clean_text: v.optional(v.boolean(), true),
    handle_chinese_chars: v.optional(v.boolean(), true),
    strip_accents: v.nullish(v.boolean()),
    lowercase: v.optional(v.boolean(), true),
  }),
  ({ clean_text: clean, handle_chinese_chars: chinese, strip_accents: strip, lowercase: lower }) => {
    const stripAccents = strip ?? lower;
    return (text: AlignedText) => {
      let read = clean && !PRINTABLE.test(text.text) ? text.map(cleaned) : text;
      if (!isAscii(read)) {
        if (chinese && CJK.test(read.text)) read = read.map((character) => (CJK.test(character) ? ` ${character} ` : character));
        if (stripAccents) read = without(toForm(read, 'NFD'), /\p{Mn}/u);
      }
      return lower ? lowercase(read) : read;
    };
  },
);

const PRINTABLE = /^[\x20-\x7e]*$/;

function cleaned(character: string): string {
  if (/[\0\ufffd]/.test(character)) return '';
  if (/[^\t\n\r]/.test(character) && /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(character)) return '';
  return /\p{White_Space}/u.test(character) ? ' ' : character;
}

const CJK =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/u;
