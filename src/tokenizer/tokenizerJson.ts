/** Reads `tokenizer.json`. Padding and truncation found there are ignored: they are ours. */
import * as v from 'valibot';
import { addedToken } from './addedTokens';
import { assemble, type TokenizerParts } from './assemble';
import { readPostProcessor } from './frame';
import { readModel } from './models/registry';
import { readNormalizer } from './normalizers/registry';
import { readPreTokenizer } from './preTokenizers/registry';
import { checked, parseJson } from './problems';
import { contentOf, parseTokenizerConfig, type TokenizerConfig } from './tokenizerConfig';

const partSettings = v.nullish(v.looseObject({ type: v.string() }));

const tokenizerJson = v.object({
  added_tokens: v.optional(v.array(addedToken), []),
  normalizer: partSettings,
  pre_tokenizer: partSettings,
  post_processor: partSettings,
  model: v.unknown(),
});

/**
 * @param text the content of tokenizer.json
 * @param config that of tokenizer_config.json, where there is one
 * @throws TandemError `bad-tokenizer` for a broken file, `unsupported-model` for another kind of tokenizer
 */
export function parseTokenizerJson(text: string, config = parseTokenizerConfig()): TokenizerParts {
  return readTokenizerJson(parseJson(text, 'tokenizer.json'), config);
}

/** @throws TandemError as {@link parseTokenizerJson} does */
export function readTokenizerJson(json: unknown, config: TokenizerConfig): TokenizerParts {
  const settings = corrected(checked(tokenizerJson, json, 'tokenizer.json'), config);
  return assemble({
    added: settings.added_tokens,
    normalize: settings.normalizer ? readNormalizer(settings.normalizer) : (read) => read,
    preTokenize: settings.pre_tokenizer ? readPreTokenizer(settings.pre_tokenizer) : (read) => [read],
    post: readPostProcessor(settings.post_processor),
    model: readModel(settings.model),
    padToken: contentOf(config.pad_token),
  });
}

type Settings = v.InferOutput<typeof tokenizerJson>;

/** Where both files say something, transformers goes by tokenizer_config.json, unless that names no class of tokenizers. */
function corrected(settings: Settings, config: TokenizerConfig): Settings {
  if (/^(PreTrainedTokenizerFast|TokenizersBackend)$/.test(config.tokenizer_class ?? '')) return settings;
  const { normalizer, pre_tokenizer, post_processor } = settings;
  const bert = {
    lowercase: config.do_lower_case ?? undefined,
    strip_accents: config.strip_accents ?? undefined,
    handle_chinese_chars: config.tokenize_chinese_chars ?? undefined,
  };
  const roberta = { add_prefix_space: config.add_prefix_space ?? undefined };
  return {
    ...settings,
    normalizer: withSettings(normalizer, 'BertNormalizer', bert),
    pre_tokenizer: withSettings(pre_tokenizer, 'ByteLevel', roberta),
    post_processor: withSettings(post_processor, 'RobertaProcessing', roberta),
  };
}

function withSettings(part: Settings['normalizer'], type: string, settings: Record<string, boolean | undefined>): Settings['normalizer'] {
  if (part?.type !== type) return part;
  return { ...part, ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
}
