/** `1_Pooling/config.json` of sentence-transformers: how the tokens of a sentence become one vector. */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import type { ModelFiles } from '../modelFiles';
import { readJson } from './readJson';

/** By the names of sentence-transformers, in the order in which it concatenates those of older files. */
export const POOLING_MODES = ['cls', 'max', 'mean', 'mean_sqrt_len_tokens', 'weightedmean', 'lasttoken'] as const;

export type PoolingMode = (typeof POOLING_MODES)[number];

export interface Pooling {
  /** Vectors that lie side by side in a pooled one. */
  modes: readonly PoolingMode[];
  /** Whether the tokens of a prompt are pooled too. */
  includePrompt: boolean;
}

/** What sentence-transformers gives a model that says nothing. */
export const MEAN_POOLING: Pooling = { modes: ['mean'], includePrompt: true };

/** The switches of files written before sentence-transformers 6. */
const SWITCHES: Record<PoolingMode, string> = {
  cls: 'pooling_mode_cls_token',
  max: 'pooling_mode_max_tokens',
  mean: 'pooling_mode_mean_tokens',
  mean_sqrt_len_tokens: 'pooling_mode_mean_sqrt_len_tokens',
  weightedmean: 'pooling_mode_weightedmean_tokens',
  lasttoken: 'pooling_mode_lasttoken',
};

const width = v.optional(v.number());
const schema = v.looseObject({
  pooling_mode: v.optional(v.union([v.string(), v.array(v.string())])),
  include_prompt: v.optional(v.boolean(), true),
  embedding_dimension: width,
  word_embedding_dimension: width,
});

/** @throws TandemError `missing-file`, `bad-config`; `unsupported-model` for a mode that is not known */
export async function readPooling(files: Pick<ModelFiles, 'read'>, path: string, hiddenSize: number): Promise<Pooling> {
  const config = await readJson(files, path, schema);
  if (!config) throw new TandemError('missing-file', `The model has no ${path}, which says how it pools. Download or export it again.`);
  const size = config.embedding_dimension ?? config.word_embedding_dimension ?? hiddenSize;
  if (size !== hiddenSize)
    throw new TandemError('bad-config', `${path} pools vectors of ${size} values, but the encoder gives ${hiddenSize}.`);
  return { modes: modesOf(config, path), includePrompt: config.include_prompt };
}

function modesOf(config: v.InferOutput<typeof schema>, path: string): PoolingMode[] {
  if (config.pooling_mode === undefined) {
    const on = POOLING_MODES.filter((mode) => config[SWITCHES[mode]] === true);
    return on.length > 0 ? on : ['mean'];
  }
  const named = [config.pooling_mode].flat();
  const unknown = named.find((mode) => !(POOLING_MODES as readonly string[]).includes(mode));
  if (unknown !== undefined || named.length === 0) {
    throw new TandemError(
      'unsupported-model',
      `${path} asks for the pooling "${unknown ?? ''}". Supported are ${POOLING_MODES.join(', ')}, and several of them.`,
    );
  }
  return named as PoolingMode[];
}
