/** Reads `tokenizer.json`. Padding and truncation found there are ignored: they are ours. */
import * as v from 'valibot';
import { addedToken } from './addedTokens';
import { assemble, type TokenizerParts } from './assemble';
import { readPostProcessor } from './frame';
import { readModel } from './models/registry';
import { readNormalizer } from './normalizers/registry';
import { checkDepth } from './parts';
import { readPreTokenizer } from './preTokenizers/registry';
import { checked, parseJson } from './problems';

const tokenizerJson = v.object({
  added_tokens: v.optional(v.array(addedToken), []),
  normalizer: v.optional(v.unknown()),
  pre_tokenizer: v.optional(v.unknown()),
  post_processor: v.optional(v.unknown()),
  model: v.unknown(),
});

/**
 * @param text the content of tokenizer.json
 * @throws TandemError `bad-tokenizer` for a broken file, `unsupported-model` for another kind of tokenizer
 */
export function parseTokenizerJson(text: string): TokenizerParts {
  return readTokenizerJson(parseJson(text, 'tokenizer.json'));
}

/**
 * @param padToken what is padded with, where another file says so
 * @throws TandemError as {@link parseTokenizerJson} does
 */
export function readTokenizerJson(json: unknown, padToken?: string): TokenizerParts {
  const settings = checked(tokenizerJson, json, 'tokenizer.json');
  for (const part of [settings.normalizer, settings.pre_tokenizer, settings.post_processor]) checkDepth(part);
  return assemble({
    added: settings.added_tokens,
    normalize: settings.normalizer ? readNormalizer(settings.normalizer) : (read) => read,
    preTokenize: settings.pre_tokenizer ? readPreTokenizer(settings.pre_tokenizer) : (read) => [read],
    post: readPostProcessor(settings.post_processor),
    model: readModel(settings.model),
    padToken,
  });
}
