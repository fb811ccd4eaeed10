/** What sentence-transformers' files say of texts before they are read, and of vectors when they are compared. */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import type { ModelFiles } from '../modelFiles';
import { TRANSFORMER_CONFIGS } from '../smallFiles';
import { readJson } from './readJson';

/** How two vectors are compared; the last two are distances, negated. */
export const SIMILARITIES = ['cosine', 'dot', 'euclidean', 'manhattan'] as const;
export type Similarity = (typeof SIMILARITIES)[number];

/** How a model reads texts. */
export interface TextLimits {
  /** Longest sequence in tokens, special tokens included, beside the limit of the encoder itself. */
  maxLength: number;
  /** Whether texts are lower-cased before anything else, which their tokenizer does not do itself. */
  lowerCase: boolean;
}

/** What a model says of its use. */
export interface Usage {
  /** Texts to put before those that are embedded, by name; '' for none. */
  prompts: Readonly<Record<string, string>>;
  /** The prompt of texts for which none is chosen. */
  defaultPrompt?: string;
  similarity: Similarity;
  /** Values of an embedding that are kept: the first ones. Default: all */
  truncateTo?: number;
}

type Files = Pick<ModelFiles, 'read'>;

const length = v.nullish(v.number());
const tokenizerConfig = v.object({ model_max_length: length, do_lower_case: v.nullish(v.boolean()) });
const tokenizerJson = v.object({ normalizer: v.unknown() });
const transformerConfig = v.object({
  max_seq_length: length,
  do_lower_case: v.nullish(v.boolean(), false),
  transformer_task: v.optional(v.string(), 'feature-extraction'),
  processor_kwargs: v.nullish(v.object({ model_max_length: length })),
  tokenizer_args: v.nullish(v.object({ model_max_length: length })),
  modality_config: v.optional(v.object({ text: v.optional(v.object({ method_output_name: v.unknown() })) })),
});

/**
 * sentence-transformers asks the tokenizer for its limit, `model_max_length`, which `max_seq_length` replaces.
 * @param ownConfig whether the folder has modules, and so a config of the first one
 */
export async function readTextLimits(files: Files, ownConfig: boolean): Promise<TextLimits> {
  const tokenizer = await readJson(files, 'tokenizer_config.json', tokenizerConfig);
  const own = ownConfig ? await readTransformerConfig(files) : undefined;
  const { path, config } = own ?? { path: '', config: undefined };
  if (config && config.transformer_task !== 'feature-extraction') {
    throw new TandemError(
      'unsupported-model',
      `${path} describes a model for ${config.transformer_task}. Supported are sentence embeddings.`,
    );
  }
  const output = config?.modality_config?.text?.method_output_name ?? 'last_hidden_state';
  if (output !== 'last_hidden_state') {
    throw new TandemError('unsupported-model', `${path} pools ${JSON.stringify(output)}. Supported is the last hidden state.`);
  }
  const limits = [config?.processor_kwargs?.model_max_length, config?.tokenizer_args?.model_max_length, config?.max_seq_length];
  return {
    maxLength: limits.find((limit) => typeof limit === 'number') ?? tokenizer?.model_max_length ?? Number.POSITIVE_INFINITY,
    lowerCase: config?.do_lower_case === true && !(await lowerCasesItself(files, tokenizer?.do_lower_case)),
  };
}

/** @param byConfig what tokenizer_config.json says, which counts where there is only a vocabulary */
async function lowerCasesItself(files: Files, byConfig: boolean | null | undefined): Promise<boolean> {
  const json = await readJson(files, 'tokenizer.json', tokenizerJson);
  return json ? hasLowerCase(json.normalizer) : (byConfig ?? true);
}

function hasLowerCase(normalizer: unknown): boolean {
  const { type, lowercase, normalizers } = (normalizer ?? {}) as { type?: unknown; lowercase?: unknown; normalizers?: unknown };
  if (type === 'BertNormalizer') return lowercase !== false;
  return type === 'Lowercase' || (Array.isArray(normalizers) && normalizers.some(hasLowerCase));
}

async function readTransformerConfig(files: Files) {
  for (const path of TRANSFORMER_CONFIGS) {
    const config = await readJson(files, path, transformerConfig);
    if (config) return { path, config };
  }
  return undefined;
}

const USAGE = 'config_sentence_transformers.json';
const usageConfig = v.object({
  model_type: v.nullish(v.string()),
  prompts: v.nullish(v.record(v.string(), v.nullable(v.string()))),
  default_prompt_name: v.nullish(v.string()),
  similarity_fn_name: v.nullish(v.string()),
  truncate_dim: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

export const DEFAULT_USAGE: Usage = { prompts: { query: '', document: '' }, similarity: 'cosine' };

/** @throws TandemError `bad-config`; `unsupported-model` for another type of model or a similarity that is not known */
export async function readUsage(files: Files): Promise<Usage> {
  const config = await readJson(files, USAGE, usageConfig);
  if (!config) return DEFAULT_USAGE;
  const { model_type: type, similarity_fn_name: similarity, default_prompt_name: name, truncate_dim: truncateTo } = config;
  if (type && type !== 'SentenceTransformer') {
    throw new TandemError(
      'unsupported-model',
      `This model is a ${type} of sentence-transformers. Supported are its SentenceTransformer models.`,
    );
  }
  if (similarity && !isSimilarity(similarity)) {
    throw new TandemError('unsupported-model', `${USAGE} compares by "${similarity}". Supported are ${SIMILARITIES.join(', ')}.`);
  }
  const prompts = { ...DEFAULT_USAGE.prompts };
  for (const [key, prompt] of Object.entries(config.prompts ?? {})) prompts[key] = prompt ?? '';
  if (name && !Object.hasOwn(prompts, name)) {
    throw new TandemError('bad-config', `${USAGE} names "${name}" as its prompt, which is not among ${Object.keys(prompts).join(', ')}.`);
  }
  return {
    prompts,
    ...(name ? { defaultPrompt: name } : {}),
    similarity: (similarity as Similarity | null | undefined) ?? 'cosine',
    ...(truncateTo ? { truncateTo } : {}),
  };
}

const isSimilarity = (name: string): name is Similarity => (SIMILARITIES as readonly string[]).includes(name);
