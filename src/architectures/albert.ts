/** ALBERT (Lan et al., 2019): BERT whose layers share their parameters, and whose embeddings are narrower than its hidden states. */
import * as v from 'valibot';
import { TandemError } from '../errors';
import type { Architecture } from './architecture';
import { type BertConfig, bertConfig, bertEmbeddings, bertFields } from './bert';
import { activation, count, probability, readFields, rows, size } from './fields';

interface AlbertConfig extends BertConfig {
  embeddingSize: number;
  /** Layers are shared out evenly among so many sets of parameters. */
  numHiddenGroups: number;
}

/** Defaults are those of transformers' AlbertConfig. */
const fields = v.object({
  ...bertFields.entries,
  vocab_size: rows(30000),
  embedding_size: size(128),
  hidden_size: size(4096),
  num_hidden_groups: count(1),
  inner_group_num: count(1),
  num_attention_heads: count(64),
  intermediate_size: size(16384),
  hidden_act: activation('gelu_new'),
  hidden_dropout_prob: probability(0),
  attention_probs_dropout_prob: probability(0),
});

export const albert: Architecture<AlbertConfig> = {
  name: 'albert',
  title: 'ALBERT',
  modelTypes: ['albert'],
  classNames: /^Albert(For|Model)/,
  config(json) {
    const read = readFields(fields, json);
    if (read.inner_group_num !== 1) {
      throw new TandemError(
        'unsupported-model',
        `This ALBERT has ${read.inner_group_num} layers in each step (inner_group_num). Supported are those with one: choose another model.`,
      );
    }
    if (read.num_hidden_groups > read.num_hidden_layers) {
      throw new TandemError(
        'bad-config',
        `config.json is inconsistent: num_hidden_groups ${read.num_hidden_groups} for num_hidden_layers ${read.num_hidden_layers}.`,
      );
    }
    return {
      architecture: 'albert',
      ...bertConfig(read, json, 'ALBERT'),
      embeddingSize: read.embedding_size,
      numHiddenGroups: read.num_hidden_groups,
    };
  },
  embeddings: (ops, config) =>
    ops.linear(bertEmbeddings(ops, config, config.embeddingSize), 'encoder.embedding_hidden_mapping_in', config.hiddenSize),
  layer(ops, config, hidden, index) {
    const group = Math.floor(index / (config.numHiddenLayers / config.numHiddenGroups));
    const at = `encoder.albert_layer_groups.${group}.albert_layers.0`;
    const attended = ops.attention(hidden, { at: `${at}.attention`, parts: ['query', 'key', 'value'] });
    const middle = ops.layerNorm(
      ops.linearResidual(attended, `${at}.attention.dense`, hidden, config.hiddenDropoutProb),
      `${at}.attention.LayerNorm`,
    );
    const wide = ops.activation(ops.linear(middle, `${at}.ffn`, config.intermediateSize));
    return ops.layerNorm(ops.linearResidual(wide, `${at}.ffn_output`, middle, 0), `${at}.full_layer_layer_norm`);
  },
  pooler: 'pooler',
};
