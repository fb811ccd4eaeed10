/** The normalisers of tokenizer.json: what happens to a text before it is cut into words. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { blanksAtEnd, blanksAtStart } from '../blanks';
import { toByteCharacters } from '../byteCharacters';
import { type PartReader, part, readPart } from '../parts';
import { patternOf, patternSchema } from '../patterns';
import { toForm, type UnicodeForm } from '../unicodeForms';
import { bertNormalizer } from './bert';
import { lowercase, stripMarks } from './letters';
import { precompiled } from './precompiled';

export type Normalize = (text: AlignedText) => AlignedText;

const unicodeForm = (form: UnicodeForm) => part(v.unknown(), () => (text: AlignedText) => toForm(text, form));

const NORMALIZERS: Record<string, PartReader<Normalize>> = {
  BertNormalizer: bertNormalizer,
  NFC: unicodeForm('NFC'),
  NFD: unicodeForm('NFD'),
  NFKC: unicodeForm('NFKC'),
  NFKD: unicodeForm('NFKD'),
  ByteLevel: part(v.unknown(), () => toByteCharacters),
  Precompiled: precompiled,
  Lowercase: part(v.unknown(), () => lowercase),
  StripAccents: part(v.unknown(), () => stripMarks),
  Strip: part(
    v.object({ strip_left: v.optional(v.boolean(), true), strip_right: v.optional(v.boolean(), true) }),
    ({ strip_left: left, strip_right: right }) =>
      (text) => {
        const from = left ? blanksAtStart(text.text) : 0;
        const blanks = right ? blanksAtEnd(text.text) : 0;
        return text.slice(from, Math.max(from, text.length - blanks));
      },
  ),
  Replace: part(v.object({ pattern: patternSchema, content: v.string() }), ({ pattern, content }) => {
    const found = patternOf(pattern);
    return (text) => text.replace(found, content);
  }),
  Prepend: part(
    v.object({ prepend: v.string() }),
    ({ prepend }) =>
      (text) =>
        text.prepend(prepend),
  ),
  Sequence: part(v.object({ normalizers: v.array(v.unknown()) }), ({ normalizers }) => {
    const steps = normalizers.map(readNormalizer);
    return (text) => steps.reduce((read, step) => step(read), text);
  }),
};

/** @throws TandemError `bad-tokenizer`, `unsupported-model` */
export function readNormalizer(settings: unknown): Normalize {
  return readPart(NORMALIZERS, 'normalizer', settings);
}
