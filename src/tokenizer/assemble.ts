/** What a tokenizer is made of, from whichever files it was read. */
import { type AddedToken, AddedTokens } from './addedTokens';
import type { PostProcessing } from './frame';
import type { WordModel } from './models/registry';
import type { Normalize } from './normalizers/registry';
import type { PreTokenize } from './preTokenizers/registry';

export interface TokenizerParts {
  addedTokens: AddedTokens;
  preTokenize: PreTokenize;
  model: WordModel;
  post: PostProcessing;
  padId: number;
  /** The largest id it can give. */
  largestId: number;
}

export interface ReadParts {
  added: AddedToken[];
  normalize: Normalize;
  preTokenize: PreTokenize;
  model: WordModel;
  post: PostProcessing;
  /** Default: [PAD] or <pad>, whichever there is. */
  padToken?: string;
}

export function assemble({ added, normalize, preTokenize, model, post, padToken }: ReadParts): TokenizerParts {
  const addedIds = new Map(added.map(({ content, id }) => [content, id]));
  const idOf = (token: string | undefined) => (token === undefined ? undefined : (addedIds.get(token) ?? model.vocab.get(token)));
  let largestId = 0;
  for (const ids of [model.vocab.values(), addedIds.values(), frameIds(post)]) for (const id of ids) largestId = Math.max(largestId, id);
  // Padding is masked: where no token is meant for it, any will do.
  const padId = idOf(padToken) ?? idOf('[PAD]') ?? idOf('<pad>') ?? 0;
  return { addedTokens: new AddedTokens(added, normalize), preTokenize, model, post, padId, largestId };
}

/** Of the special tokens, which need not be in the vocabulary. */
function frameIds({ single, pair }: PostProcessing): number[] {
  return [single.before, single.after, pair.before, pair.between, pair.after].flatMap((tokens) => tokens.map(({ id }) => id));
}
