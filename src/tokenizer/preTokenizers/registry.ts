/** The pre-tokenisers of tokenizer.json: how a normalised text is cut into words, which are cut into pieces one by one. */
import * as v from 'valibot';
import type { AlignedText } from '../alignedText';
import { escapeRegExp, WORD_CHARACTERS } from '../expressions';
import { type PartReader, part, readPart } from '../parts';
import { patternOf, patternSchema } from '../patterns';
import { byteLevel } from './byteLevel';
import { metaspace } from './metaspace';
import { type Behavior, cut } from './split';

/** Cuts one text, or what another pre-tokeniser has left of it. */
export type PreTokenize = (text: AlignedText) => AlignedText[];

const cutting =
  (pattern: RegExp, behavior: Behavior, invert = false): PreTokenize =>
  (text) =>
    cut(text, pattern, behavior, invert);

const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/gu;
const WHITE_SPACE = /\p{White_Space}/gu;

const behavior = v.picklist(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);

const PRE_TOKENIZERS: Record<string, PartReader<PreTokenize>> = {
  BertPreTokenizer: part(v.unknown(), () => sequence([cutting(WHITE_SPACE, 'Removed'), cutting(PUNCTUATION, 'Isolated')])),
  Whitespace: part(v.unknown(), () =>
    cutting(new RegExp(`[${WORD_CHARACTERS}]+|[^${WORD_CHARACTERS}\\p{White_Space}]+`, 'gu'), 'Removed', true),
  ),
  WhitespaceSplit: part(v.unknown(), () => cutting(WHITE_SPACE, 'Removed')),
  Punctuation: part(v.object({ behavior: v.optional(behavior, 'Isolated') }), (settings) => cutting(PUNCTUATION, settings.behavior)),
  Digits: part(v.object({ individual_digits: v.optional(v.boolean(), false) }), ({ individual_digits: individual }) =>
    cutting(/\p{N}/gu, individual ? 'Isolated' : 'Contiguous'),
  ),
  CharDelimiterSplit: part(v.object({ delimiter: v.string() }), ({ delimiter }) =>
    cutting(new RegExp(escapeRegExp(delimiter), 'gu'), 'Removed'),
  ),
  Metaspace: metaspace,
  ByteLevel: byteLevel,
  Split: part(v.object({ pattern: patternSchema, behavior, invert: v.optional(v.boolean(), false) }), (settings) =>
    cutting(patternOf(settings.pattern), settings.behavior, settings.invert),
  ),
  Sequence: part(v.object({ pretokenizers: v.array(v.unknown()) }), ({ pretokenizers }) => sequence(pretokenizers.map(readPreTokenizer))),
};

function sequence(steps: PreTokenize[]): PreTokenize {
  return (text) => steps.reduce((words, step) => words.flatMap(step), [text]);
}

/** @throws TandemError `bad-tokenizer`, `unsupported-model` */
export function readPreTokenizer(settings: unknown): PreTokenize {
  return readPart(PRE_TOKENIZERS, 'pre-tokenizer', settings);
}
