/**
 * The tokenizer.json that a folder's files come to: its own with what `tokenizer_config.json` says otherwise, as transformers
 * reads them, or one made of older files.
 */
import { OLDER_FILES, olderTokenizer } from './olderFiles';
import { parseJson } from './problems';
import { SENTENCE_PIECE_FILES, sentencePieceJson } from './sentencePieceJson';
import { parseTokenizerConfig, type TokenizerConfig } from './tokenizerConfig';

/** A tokenizer.json, and the settings beside it. */
export const WITH_JSON = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'] as const;
/** What else is read where there is no tokenizer.json. */
export const WITHOUT_JSON = ['config.json', ...OLDER_FILES, ...SENTENCE_PIECE_FILES] as const;
/** All that a tokenizer may be made of. */
export const TOKENIZER_PATHS = [...WITH_JSON, ...WITHOUT_JSON] as const;

const TEXTS = [...WITH_JSON, 'config.json', ...OLDER_FILES] as const;

/** What the files hold, those of them that are there. */
export type TokenizerFiles = Partial<Record<(typeof TOKENIZER_PATHS)[number], Uint8Array>>;

export interface FolderTokenizer {
  json: unknown;
  /** Whether the folder has exactly this tokenizer.json. */
  asItStands: boolean;
  config: TokenizerConfig;
}

/**
 * @returns undefined where the files hold no tokenizer
 * @throws TandemError `bad-tokenizer`, `unsupported-model`
 */
export function folderTokenizer(files: TokenizerFiles): FolderTokenizer | undefined {
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const path of TEXTS) if (files[path]) texts[path] = new TextDecoder().decode(files[path]);
  const config = parseTokenizerConfig(texts['tokenizer_config.json'], texts['special_tokens_map.json']);
  const text = texts['tokenizer.json'];
  if (text === undefined) {
    const json = olderTokenizer(texts, config) ?? ofSentencePiece(files, config, texts['config.json']);
    return json && { json, asItStands: false, config };
  }
  const own = parseJson(text, 'tokenizer.json');
  const json = corrected(own, config);
  return { json, asItStands: json === own, config };
}

function ofSentencePiece(files: TokenizerFiles, config: TokenizerConfig, model = '{}'): Record<string, unknown> | undefined {
  const path = SENTENCE_PIECE_FILES.find((name) => files[name]);
  const bytes = path && files[path];
  if (!bytes) return undefined;
  const { model_type: type } = parseJson(model, 'config.json') as { model_type?: unknown };
  return sentencePieceJson(bytes, path, config, String(type));
}

type Part = Record<string, unknown> | null | undefined;

/** Unless tokenizer_config.json names no class of its own, the tokenizer goes by its settings. */
function corrected(json: unknown, config: TokenizerConfig): unknown {
  if (typeof json !== 'object' || json === null || /^(PreTrainedTokenizerFast|TokenizersBackend)$/.test(config.tokenizer_class ?? ''))
    return json;
  const bert = {
    lowercase: config.do_lower_case,
    strip_accents: config.strip_accents,
    handle_chinese_chars: config.tokenize_chinese_chars,
  };
  const roberta = { add_prefix_space: config.add_prefix_space };
  const { normalizer, pre_tokenizer, post_processor } = json as Record<string, Part>;
  const parts = {
    normalizer: withSettings(normalizer, 'BertNormalizer', bert),
    pre_tokenizer: withSettings(pre_tokenizer, 'ByteLevel', roberta),
    post_processor: withSettings(post_processor, 'RobertaProcessing', roberta),
  };
  const same = parts.normalizer === normalizer && parts.pre_tokenizer === pre_tokenizer && parts.post_processor === post_processor;
  return same ? json : { ...json, ...parts };
}

function withSettings(part: Part, type: string, settings: Record<string, boolean | null | undefined>): Part {
  if (part?.type !== type) return part;
  const others = Object.entries(settings).filter(([name, value]) => value !== undefined && value !== null && part[name] !== value);
  return others.length > 0 ? { ...part, ...Object.fromEntries(others) } : part;
}
