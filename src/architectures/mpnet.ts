/** MPNet (Song et al., 2020): RoBERTa without segments, whose layers share a bias by distance. */
import * as v from 'valibot';
import { TandemError } from '../errors';
import type { Architecture } from './architecture';
import { type BertConfig, bertConfig, bertEmbeddings, bertFields } from './bert';
import { padding, readFields, rows } from './fields';

interface MpnetConfig extends BertConfig {
  relativeAttentionNumBuckets: number;
}

/** Defaults are those of transformers' MPNetConfig. */
const fields = v.object({
  ...bertFields.entries,
  vocab_size: rows(30527),
  pad_token_id: padding(1),
  relative_attention_num_buckets: rows(32),
});

/** transformers computes with these whatever the config says. */
const [PADDING, BUCKETS, MAX_DISTANCE] = [1, 32, 128];

export const mpnet: Architecture<MpnetConfig> = {
  name: 'mpnet',
  title: 'MPNet',
  modelTypes: ['mpnet'],
  classNames: /^MPNet(For|Model)/,
  config(json) {
    const read = readFields(fields, json);
    if (read.pad_token_id !== PADDING || read.relative_attention_num_buckets < BUCKETS) {
      throw new TandemError(
        'unsupported-model',
        `This MPNet has the pad_token_id ${read.pad_token_id} and ${read.relative_attention_num_buckets} buckets of distances. Supported are those of transformers, ${PADDING} and ${BUCKETS}: choose another model.`,
      );
    }
    return {
      architecture: 'mpnet',
      ...bertConfig(read, json, 'MPNet'),
      typeVocabSize: 0,
      positionIds: 'afterPadding',
      maxLength: read.max_position_embeddings - PADDING - 1,
      relativeAttentionNumBuckets: read.relative_attention_num_buckets,
    };
  },
  embeddings: (ops, config) => bertEmbeddings(ops, config),
  shared(ops, { maxLength, relativeAttentionNumBuckets }) {
    const buckets = Array.from({ length: 2 * maxLength - 1 }, (_, i) => bucketOf(i - maxLength + 1));
    return ops.relativeBias('encoder.relative_attention_bias', relativeAttentionNumBuckets, buckets);
  },
  layer(ops, config, hidden, index, relativeBias) {
    const dropout = config.hiddenDropoutProb;
    const at = `encoder.layer.${index}`;
    const attended = ops.attention(hidden, { at: `${at}.attention.attn`, parts: ['q', 'k', 'v'], relativeBias });
    const middle = ops.layerNorm(ops.linearResidual(attended, `${at}.attention.attn.o`, hidden, dropout), `${at}.attention.LayerNorm`);
    const wide = ops.activation(ops.linear(middle, `${at}.intermediate.dense`, config.intermediateSize));
    return ops.layerNorm(ops.linearResidual(wide, `${at}.output.dense`, middle, dropout), `${at}.output.LayerNorm`);
  },
  pooler: 'pooler.dense',
};

/** MPNetEncoder.relative_position_bucket: half of the buckets for either side; near distances have one each, far ones share by logarithm. */
export function bucketOf(distance: number): number {
  const perSide = BUCKETS / 2;
  const near = perSide / 2;
  const far = Math.abs(distance);
  const shared = near + Math.trunc((Math.log(far / near) / Math.log(MAX_DISTANCE / near)) * (perSide - near));
  return (distance > 0 ? perSide : 0) + (far < near ? far : Math.min(shared, perSide - 1));
}
