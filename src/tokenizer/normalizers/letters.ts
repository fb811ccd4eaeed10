/** What several normalisers do to letters. */
import type { AlignedText } from '../alignedText';

/** Letter by letter, as in Rust's tokenizers: a capital sigma becomes σ everywhere. */
export const lowercase = (text: AlignedText): AlignedText =>
  text.map(/\p{Changes_When_Lowercased}/gu, (character) => character.toLowerCase());

/** Without any combining marks. */
export const stripMarks = (text: AlignedText): AlignedText => text.map(/\p{M}/gu, () => '');
