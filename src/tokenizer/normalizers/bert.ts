/** BertNormalizer: characters that print, blanks around Chinese ones, and letters without accents or in lower case. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { part } from '../parts';
import { toForm } from '../unicodeForms';
import { lowercase } from './letters';

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
      let read = clean ? text.map(UNCLEAN, cleaned) : text;
      if (chinese) read = read.map(CJK, (character) => ` ${character} `);
      if (stripAccents) read = toForm(read, 'NFD').map(/\p{Mn}/gu, () => '');
      return lower ? lowercase(read) : read;
    };
  },
);

/** Whatever does not print, and blanks but the plain one. */
const UNCLEAN = /(?! )[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{White_Space}]/gu;

function cleaned(character: string): string {
  if (/[\t\n\r]/.test(character)) return ' ';
  return /[\0\ufffd\p{Cc}\p{Cf}\p{Co}]/u.test(character) ? '' : ' ';
}

const CJK =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;
