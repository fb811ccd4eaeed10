/** ELECTRA (Clark et al., 2020): BERT, but that embeddings may be narrower than hidden states. */
import * as v from 'valibot';
import type { Architecture } from './architecture';
import { type BertConfig, bertConfig, bertEmbeddings, bertFields, bertLayer } from './bert';
import { count, readFields, size } from './fields';

interface ElectraConfig extends BertConfig {
  embeddingSize: number;
}

/** Defaults are those of transformers' ElectraConfig. */
const fields = v.object({
  ...bertFields.entries,
  embedding_size: size(128),
  hidden_size: size(256),
  num_attention_heads: count(4),
  intermediate_size: size(1024),
});

export const electra: Architecture<ElectraConfig> = {
  name: 'electra',
  title: 'ELECTRA',
  modelTypes: ['electra'],
  classNames: /^Electra(For|Model)/,
  config(json) {
    const read = readFields(fields, json);
    return { architecture: 'electra', ...bertConfig(read, json, 'ELECTRA'), embeddingSize: read.embedding_size };
  },
  embeddings(ops, config) {
    const { embeddingSize, hiddenSize } = config;
    const embedded = bertEmbeddings(ops, config, embeddingSize);
    return embeddingSize === hiddenSize ? embedded : ops.linear(embedded, 'embeddings_project', hiddenSize);
  },
  layer: bertLayer,
};
