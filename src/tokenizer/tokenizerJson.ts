/** Reads `tokenizer.json`. Padding and truncation found there are ignored: they are ours. */
import * as v from 'valibot';
import { addedToken } from './addedTokens';
import { assemble, type TokenizerParts } from './assemble';
import { readPostProcessor } from './frame';
import { readModel } from './models/registry';
import { readNormalizer } from './normalizers/registry';
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
 * @param padToken what tokenizer_config.json pads with, where it says so
 * @throws TandemError `bad-tokenizer` for a broken file, `unsupported-model` for another kind of tokenizer
 */
export function parseTokenizerJson(text: string, padToken?: string): TokenizerParts {
  const json = checked(tokenizerJson, parseJson(text, 'tokenizer.json'), 'tokenizer.json');
  return assemble({
    added: json.added_tokens,
    normalize: json.normalizer ? readNormalizer(json.normalizer) : (read) => read,
    preTokenize: json.pre_tokenizer ? readPreTokenizer(json.pre_tokenizer) : (read) => [read],
    post: readPostProcessor(json.post_processor),
    model: readModel(json.model),
    padToken,
  });
}

/**
 * Whether a tokenizer can be used, known before a model's weights are downloaded.
 * @param text the content of tokenizer.json
 * @throws TandemError as {@link parseTokenizerJson} does
 */
export function checkTokenizer(text: string): void {
  parseTokenizerJson(text);
}
