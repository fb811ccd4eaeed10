/** What `tokenizer_config.json` and `special_tokens_map.json` add to the other files of a tokenizer. */
import * as v from 'valibot';
import { checked, parseJson } from './problems';

const token = v.nullish(
  v.union([
    v.string(),
    v.object({
      content: v.string(),
      single_word: v.optional(v.boolean()),
      lstrip: v.optional(v.boolean()),
      rstrip: v.optional(v.boolean()),
      normalized: v.optional(v.boolean()),
    }),
  ]),
);

const specialTokens = { unk_token: token, cls_token: token, sep_token: token, pad_token: token, mask_token: token };

const tokenizerConfig = v.object({
  ...specialTokens,
  tokenizer_class: v.nullish(v.string()),
  do_lower_case: v.nullish(v.boolean()),
  strip_accents: v.nullish(v.boolean()),
  tokenize_chinese_chars: v.nullish(v.boolean()),
  add_prefix_space: v.nullish(v.boolean()),
  keep_accents: v.nullish(v.boolean()),
  added_tokens_decoder: v.optional(v.record(v.string(), v.looseObject({ content: v.string() })), {}),
});

export type TokenizerConfig = v.InferOutput<typeof tokenizerConfig>;

export type SpecialTokenName = keyof typeof specialTokens;

/**
 * @param text the content of tokenizer_config.json, where there is one
 * @param specials the content of special_tokens_map.json, which counts for what the other does not say
 * @throws TandemError `bad-tokenizer`
 */
export function parseTokenizerConfig(text = '{}', specials = '{}'): TokenizerConfig {
  const read = <S extends v.GenericSchema>(schema: S, content: string, name: string) => checked(schema, parseJson(content, name), name);
  const config = read(tokenizerConfig, text, 'tokenizer_config.json');
  const map = read(v.object(specialTokens), specials, 'special_tokens_map.json');
  for (const name of Object.keys(specialTokens) as SpecialTokenName[]) config[name] ??= map[name];
  return config;
}

/** How a special token is written. */
export const contentOf = (special: TokenizerConfig[SpecialTokenName]): string | undefined =>
  typeof special === 'object' ? special?.content : special;
