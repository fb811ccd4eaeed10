/** A small encoder without dropout, of hash weights and the bundled model's tokenizer, as a folder in memory. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../model/config';
import type { ModelFiles } from '../model/modelFiles';
import { hashWeights } from './hashWeights';
import { safetensorsFile } from './safetensorsFile';

const COMMON = {
  vocab_size: 30522,
  hidden_size: 32,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  intermediate_size: 64,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
  hidden_act: 'gelu',
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  pad_token_id: 0,
};

/** What is another one's, or called otherwise, in models of an architecture. */
const OWN: Record<string, Record<string, unknown>> = {
  bert: {},
  roberta: { max_position_embeddings: 65, type_vocab_size: 1 },
  electra: { embedding_size: 16 },
  albert: { embedding_size: 16, num_hidden_groups: 1, inner_group_num: 1 },
  mpnet: { max_position_embeddings: 66, pad_token_id: 1 },
  modernbert: { norm_eps: 1e-5, local_attention: 8, global_attn_every_n_layers: 2, hidden_activation: 'gelu' },
  distilbert: { dim: 32, n_layers: 3, n_heads: 4, hidden_dim: 64, activation: 'gelu', dropout: 0, attention_dropout: 0 },
};

/** Values of `model_type`. */
export const SMALL_MODELS: string[] = Object.keys(OWN);

export interface SmallModelOptions {
  /** Default: bert. */
  type?: string;
  /** Tokens that it reads at most. Default: 64. */
  tokens?: number;
  /** As 1_Pooling/config.json has it. Default: the folder has no modules. */
  pooling?: Record<string, unknown>;
}

export function smallModel({ type = 'bert', tokens = 64, pooling }: SmallModelOptions = {}): ModelFiles {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const config = JSON.stringify({ model_type: type, ...COMMON, max_position_embeddings: tokens, ...OWN[type] });
  const modules = ['Transformer', 'Pooling'].map((type, idx) => ({
    idx,
    name: String(idx),
    path: idx === 0 ? '' : '1_Pooling',
    type: `sentence_transformers.models.${type}`,
  }));
  const file = (path: string) =>
    new Uint8Array(readFileSync(fileURLToPath(new URL(`../../public/models/all-MiniLM-L6-v2/${path}`, import.meta.url))));
  const files = new Map([
    ['config.json', new TextEncoder().encode(config)],
    ...(pooling
      ? ([
          ['modules.json', json(modules)],
          ['1_Pooling/config.json', json(pooling)],
        ] as const)
      : []),
    ['model.safetensors', safetensorsFile([...hashWeights(parseConfig(config))])],
    ...['tokenizer.json', 'tokenizer_config.json'].map((path) => [path, file(path)] as const),
  ]);
  return { id: 'small', weights: ['model.safetensors'], read: async (path) => files.get(path) };
}
