/** DistilBERT (Sanh et al., 2019): BERT without segments. */
import * as v from 'valibot';
import type { Architecture } from './architecture';
import { type BertConfig, bertEmbeddings } from './bert';
import { activation, checkHeads, count, padding, probability, readFields, rows, size } from './fields';

/** Defaults are those of transformers' DistilBertConfig. */
const fields = v.object({
  vocab_size: rows(30522),
  dim: size(768),
  n_layers: count(6),
  n_heads: count(12),
  hidden_dim: size(3072),
  max_position_embeddings: rows(512),
  activation: activation('gelu'),
  dropout: probability(0.1),
  attention_dropout: probability(0.1),
  pad_token_id: padding(0),
});

export const distilBert: Architecture<BertConfig> = {
  name: 'distilbert',
  title: 'DistilBERT',
  modelTypes: ['distilbert'],
  classNames: /^DistilBert(For|Model)/,
  config(json) {
    const read = readFields(fields, json);
    checkHeads(read.dim, read.n_heads, ['dim', 'n_heads']);
    return {
      architecture: 'distilbert',
      vocabSize: read.vocab_size,
      hiddenSize: read.dim,
      numHiddenLayers: read.n_layers,
      numAttentionHeads: read.n_heads,
      intermediateSize: read.hidden_dim,
      maxPositionEmbeddings: read.max_position_embeddings,
      maxLength: read.max_position_embeddings,
      typeVocabSize: 0,
      padTokenId: read.pad_token_id ?? 0,
      positionIds: 'fromZero',
      // Not among its settings.
      layerNormEps: 1e-12,
      hiddenAct: read.activation,
      hiddenDropoutProb: read.dropout,
      attentionProbsDropoutProb: read.attention_dropout,
    };
  },
  embeddings: (ops, config) => bertEmbeddings(ops, config),
  layer(ops, config, hidden, index) {
    const at = `transformer.layer.${index}`;
    const attended = ops.attention(hidden, { at: `${at}.attention`, parts: ['q_lin', 'k_lin', 'v_lin'] });
    const middle = ops.layerNorm(ops.linearResidual(attended, `${at}.attention.out_lin`, hidden, 0), `${at}.sa_layer_norm`);
    const wide = ops.activation(ops.linear(middle, `${at}.ffn.lin1`, config.intermediateSize));
    return ops.layerNorm(ops.linearResidual(wide, `${at}.ffn.lin2`, middle, config.hiddenDropoutProb), `${at}.output_layer_norm`);
  },
};
