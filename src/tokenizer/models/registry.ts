/** The models of tokenizer.json: how a word becomes pieces. */
import * as v from 'valibot';
import { type PartReader, readPart } from '../parts';
import { bpe } from './bpe';
import { unigram } from './unigram';
import { wordPiece } from './wordPiece';

/** A piece of a word: units [from, to) of it. */
export interface WordPart {
  id: number;
  from: number;
  to: number;
}

export interface WordModel {
  vocab: ReadonlyMap<string, number>;
  /** The id for what the vocabulary does not have, where there is one. */
  unkId: number | undefined;
  /** @param word normalised, never empty */
  cut(word: string): WordPart[];
}

const MODELS: Record<string, PartReader<WordModel>> = { WordPiece: wordPiece, BPE: bpe, Unigram: unigram };

/** @throws TandemError `bad-tokenizer`, `unsupported-model` */
export function readModel(settings: unknown): WordModel {
  return readPart(MODELS, 'model', withType(settings));
}

/** Older files do not say of which kind their model is. */
function withType(settings: unknown): unknown {
  const untyped = v.safeParse(
    v.looseObject({ type: v.optional(v.undefined()), merges: v.optional(v.unknown()), vocab: v.unknown() }),
    settings,
  );
  if (!untyped.success) return settings;
  const { vocab, merges } = untyped.output;
  return { ...untyped.output, type: Array.isArray(vocab) ? 'Unigram' : merges === undefined ? 'WordPiece' : 'BPE' };
}
