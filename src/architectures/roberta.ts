/** RoBERTa (Liu et al., 2019), XLM-R and CamemBERT: BERT, but that positions are counted from the padding's row. */
import * as v from 'valibot';
import type { Architecture } from './architecture';
import { type BertConfig, bertConfig, bertEmbeddings, bertFields, bertLayer } from './bert';
import { padding, readFields, rows } from './fields';

/** Defaults are those of transformers' RobertaConfig, which leave the vocabulary's size to the two others' files. */
const fields = v.object({ ...bertFields.entries, vocab_size: rows(50265), pad_token_id: padding(1) });

export const roberta: Architecture<BertConfig> = {
  name: 'roberta',
  title: 'RoBERTa (with XLM-R and CamemBERT)',
  modelTypes: ['roberta', 'xlm-roberta', 'camembert'],
  classNames: /^(Roberta|XLMRoberta|Camembert)(For|Model)/,
  config(json) {
    const config = bertConfig(readFields(fields, json), json, 'RoBERTa');
    const maxLength = config.maxPositionEmbeddings - config.padTokenId - 1;
    return { architecture: 'roberta', ...config, positionIds: 'afterPadding', maxLength };
  },
  embeddings: (ops, config) => bertEmbeddings(ops, config),
  layer: bertLayer,
  pooler: 'pooler.dense',
};
