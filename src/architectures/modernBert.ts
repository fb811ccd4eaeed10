/**
 * ModernBERT (Warner et al., 2024): rotary positions, gated feed-forward layers, norms before the blocks, and layers that look
 * at their neighbours alone between those that look at everything.
 */
import * as v from 'valibot';
import { TandemError } from '../errors';
import type { Architecture, EncoderConfig } from './architecture';
import { activation, checkHeads, count, epsilon, padding, positive, probability, readFields, rows, size } from './fields';

interface ModernBertConfig extends EncoderConfig {
  embeddingDropout: number;
  mlpDropout: number;
  attentionBias: boolean;
  mlpBias: boolean;
  normBias: boolean;
  /** Of each layer: how far it looks to either side, where that is not everywhere; and the base of its rotary positions. */
  layers: { reach?: number; rotary: number }[];
}

const LAYER_TYPES = ['full_attention', 'sliding_attention'] as const;
type LayerType = (typeof LAYER_TYPES)[number];
const rope = v.nullish(v.object({ rope_type: v.optional(v.string(), 'default'), rope_theta: v.optional(positive) }));

/** Defaults are those of transformers' ModernBertConfig. */
const fields = v.object({
  vocab_size: rows(50368),
  hidden_size: size(768),
  intermediate_size: size(1152),
  num_hidden_layers: count(22),
  num_attention_heads: count(12),
  hidden_activation: activation('gelu'),
  max_position_embeddings: rows(8192),
  norm_eps: epsilon(1e-5),
  pad_token_id: padding(50283),
  attention_dropout: probability(0),
  embedding_dropout: probability(0),
  mlp_dropout: probability(0),
  attention_bias: v.optional(v.boolean(), false),
  mlp_bias: v.optional(v.boolean(), false),
  norm_bias: v.optional(v.boolean(), false),
  local_attention: rows(128),
  global_attn_every_n_layers: count(3),
  layer_types: v.nullish(v.array(v.picklist(LAYER_TYPES))),
  // The older spelling of rope_parameters.
  global_rope_theta: v.nullish(positive),
  /** null for that of the layers that look at everything. */
  local_rope_theta: v.optional(v.nullable(positive), 10_000),
  rope_parameters: v.nullish(v.object({ full_attention: rope, sliding_attention: rope })),
});

export const modernBert: Architecture<ModernBertConfig> = {
  name: 'modernbert',
  title: 'ModernBERT',
  modelTypes: ['modernbert'],
  classNames: /^ModernBert(For|Model)/,
  config(json) {
    const read = readFields(fields, json);
    checkHeads(read.hidden_size, read.num_attention_heads, ['hidden_size', 'num_attention_heads']);
    checkRotary(read, json);
    return {
      architecture: 'modernbert',
      vocabSize: read.vocab_size,
      hiddenSize: read.hidden_size,
      numHiddenLayers: read.num_hidden_layers,
      numAttentionHeads: read.num_attention_heads,
      intermediateSize: read.intermediate_size,
      maxLength: read.max_position_embeddings,
      typeVocabSize: 0,
      padTokenId: read.pad_token_id ?? 0,
      positionIds: 'fromZero',
      layerNormEps: read.norm_eps,
      hiddenAct: read.hidden_activation,
      // Its attention's output is dropped by the probability of its weights.
      hiddenDropoutProb: read.attention_dropout,
      attentionProbsDropoutProb: read.attention_dropout,
      embeddingDropout: read.embedding_dropout,
      mlpDropout: read.mlp_dropout,
      attentionBias: read.attention_bias,
      mlpBias: read.mlp_bias,
      normBias: read.norm_bias,
      layers: layersOf(read),
    };
  },
  embeddings(ops, { vocabSize, hiddenSize, normBias, embeddingDropout }) {
    const words = ops.embedding('embeddings.tok_embeddings', 'words', vocabSize, hiddenSize);
    return ops.dropout(ops.layerNorm(words, 'embeddings.norm', normBias), embeddingDropout);
  },
  layer(ops, config, hidden, index) {
    const { hiddenDropoutProb, mlpDropout, attentionBias, mlpBias, normBias, intermediateSize } = config;
    const at = `layers.${index}`;
    const normed = index === 0 ? hidden : ops.layerNorm(hidden, `${at}.attn_norm`, normBias);
    const attended = ops.attention(normed, { at: `${at}.attn.Wqkv`, biases: attentionBias, ...config.layers[index] });
    const middle = ops.linearResidual(attended, `${at}.attn.Wo`, hidden, hiddenDropoutProb, attentionBias);
    const wide = ops.linear(ops.layerNorm(middle, `${at}.mlp_norm`, normBias), `${at}.mlp.Wi`, 2 * intermediateSize, mlpBias);
    return ops.linearResidual(ops.dropout(ops.gatedActivation(wide), mlpDropout), `${at}.mlp.Wo`, middle, 0, mlpBias);
  },
  finish: (ops, config, hidden) => ops.layerNorm(hidden, 'final_norm', config.normBias),
};

type Fields = v.InferOutput<typeof fields>;

function layersOf(read: Fields): ModernBertConfig['layers'] {
  const types =
    read.layer_types ??
    Array.from(
      { length: read.num_hidden_layers },
      (_, i): LayerType => (i % read.global_attn_every_n_layers === 0 ? 'full_attention' : 'sliding_attention'),
    );
  const full = read.rope_parameters?.full_attention?.rope_theta ?? read.global_rope_theta ?? 160_000;
  const sliding = read.rope_parameters?.sliding_attention?.rope_theta ?? read.local_rope_theta ?? full;
  return types.map((type) =>
    type === 'full_attention' ? { rotary: full } : { rotary: sliding, reach: Math.floor(read.local_attention / 2) },
  );
}

function checkRotary(read: Fields, json: Record<string, unknown>): void {
  const types = [read.rope_parameters?.full_attention, read.rope_parameters?.sliding_attention].map((rope) => rope?.rope_type ?? 'default');
  const scaled = types.find((type) => type !== 'default') ?? (json.rope_scaling ? 'rope_scaling' : undefined);
  if (scaled) {
    throw new TandemError(
      'unsupported-model',
      `This ModernBERT scales its rotary positions ("${scaled}"). Supported are plain ones: choose another model.`,
    );
  }
  if (read.layer_types && read.layer_types.length !== read.num_hidden_layers) {
    throw new TandemError(
      'bad-config',
      `config.json is inconsistent: ${read.layer_types.length} layer_types for num_hidden_layers ${read.num_hidden_layers}.`,
    );
  }
  if ((read.hidden_size / read.num_attention_heads) % 2 !== 0) {
    throw new TandemError('bad-config', `config.json is inconsistent: rotary positions need an even number of values per head.`);
  }
}
