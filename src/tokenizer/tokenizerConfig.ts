/** What `tokenizer_config.json` adds to the other files of a tokenizer. */
import * as v from 'valibot';
import { checked, parseJson } from './problems';

const token = v.nullish(v.union([v.string(), v.object({ content: v.string() })]));

const tokenizerConfig = v.object({
  do_lower_case: v.optional(v.boolean(), true),
  strip_accents: v.nullish(v.boolean()),
  tokenize_chinese_chars: v.optional(v.boolean(), true),
  pad_token: token,
});

/**
 * @param text the content of tokenizer_config.json, where there is one
 * @throws TandemError `bad-tokenizer`
 */
export function parseTokenizerConfig(text = '{}') {
  const { pad_token: pad, ...config } = checked(tokenizerConfig, parseJson(text, 'tokenizer_config.json'), 'tokenizer_config.json');
  return { ...config, padToken: typeof pad === 'string' ? pad : pad?.content };
}
