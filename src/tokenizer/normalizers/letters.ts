/** What several normalisers do to single characters. */
import type { AlignedText } from '../alignedText';

const ASCII = /^[\0-\x7f]*$/;

/** Letter by letter, as in Rust's tokenizers: a capital sigma becomes σ everywhere. */
export const lowercase = (text: AlignedText): AlignedText => text.map((character) => character.toLowerCase());

/** Without any combining marks. */
export const stripMarks = (text: AlignedText): AlignedText => without(text, /\p{M}/u);

export function without(text: AlignedText, characters: RegExp): AlignedText {
  return isAscii(text) || !characters.test(text.text) ? text : text.map((character) => (characters.test(character) ? '' : character));
}

export const isAscii = ({ text }: AlignedText): boolean => ASCII.test(text);
