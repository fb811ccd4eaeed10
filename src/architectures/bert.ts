/** BERT (Devlin et al., 2018): bert-base, bert-large, BioClinicalBERT, MiniLM and their kin. */
import * as v from 'valibot';
import { TandemError } from '../errors';
import type { Architecture, EncoderConfig, EncoderOps } from './architecture';
import { activation, checkHeads, count, epsilon, padding, probability, readFields, rows, size } from './fields';

export interface BertConfig extends EncoderConfig {
  /** Rows of the table of positions. */
  maxPositionEmbeddings: number;
}

/** Defaults are those of transformers' BertConfig. */
export const bertFields = v.object({
  vocab_size: rows(30522),
  hidden_size: size(768),
  num_hidden_layers: count(12),
  num_attention_heads: count(12),
  intermediate_size: size(3072),
  max_position_embeddings: rows(512),
  type_vocab_size: rows(2),
  layer_norm_eps: epsilon(1e-12),
  hidden_act: activation('gelu'),
  hidden_dropout_prob: probability(0.1),
  attention_probs_dropout_prob: probability(0.1),
  pad_token_id: padding(0),
});

/**
 * BERT's config from fields that are there.
 *
 * @param title of the architecture, for messages
 * @throws TandemError `bad-config`, `unsupported-model`
 */
export function bertConfig(
  fields: v.InferOutput<typeof bertFields>,
  json: Record<string, unknown>,
  title: string,
): Omit<BertConfig, 'architecture'> {
  const position = json.position_embedding_type;
  if (position !== undefined && position !== 'absolute') {
    throw new TandemError(
      'unsupported-model',
      `This ${title} uses "${String(position)}" position embeddings. Supported are absolute ones: choose another model.`,
    );
  }
  checkHeads(fields.hidden_size, fields.num_attention_heads, ['hidden_size', 'num_attention_heads']);
  return {
    vocabSize: fields.vocab_size,
    hiddenSize: fields.hidden_size,
    numHiddenLayers: fields.num_hidden_layers,
    numAttentionHeads: fields.num_attention_heads,
    intermediateSize: fields.intermediate_size,
    maxPositionEmbeddings: fields.max_position_embeddings,
    maxLength: fields.max_position_embeddings,
    typeVocabSize: fields.type_vocab_size,
    padTokenId: fields.pad_token_id ?? 0,
    positionIds: 'fromZero',
    layerNormEps: fields.layer_norm_eps,
    hiddenAct: fields.hidden_act,
    hiddenDropoutProb: fields.hidden_dropout_prob,
    attentionProbsDropoutProb: fields.attention_probs_dropout_prob,
  };
}

/** Words, positions and, where there are any, segments, summed and normalised. @param width Default: that of the hidden states */
export function bertEmbeddings<T>(ops: EncoderOps<T>, config: BertConfig, width: number = config.hiddenSize): T {
  const words = ops.embedding('embeddings.word_embeddings', 'words', config.vocabSize, width);
  const positions = ops.embedding('embeddings.position_embeddings', 'positions', config.maxPositionEmbeddings, width);
  const types = config.typeVocabSize > 0 && ops.embedding('embeddings.token_type_embeddings', 'types', config.typeVocabSize, width);
  const sum = ops.add(types ? ops.add(words, types) : words, positions);
  return ops.dropout(ops.layerNorm(sum, 'embeddings.LayerNorm'), config.hiddenDropoutProb);
}

export function bertLayer<T>(ops: EncoderOps<T>, config: EncoderConfig, hidden: T, index: number): T {
  const dropout = config.hiddenDropoutProb;
  const at = `encoder.layer.${index}`;
  const attended = ops.attention(hidden, { at: `${at}.attention.self`, parts: ['query', 'key', 'value'] });
  const middle = ops.layerNorm(
    ops.linearResidual(attended, `${at}.attention.output.dense`, hidden, dropout),
    `${at}.attention.output.LayerNorm`,
  );
  const wide = ops.activation(ops.linear(middle, `${at}.intermediate.dense`, config.intermediateSize));
  return ops.layerNorm(ops.linearResidual(wide, `${at}.output.dense`, middle, dropout), `${at}.output.LayerNorm`);
}

export const bert: Architecture<BertConfig> = {
  name: 'bert',
  title: 'BERT',
  modelTypes: ['bert'],
  classNames: /^Bert(For|LMHead|Model)/,
  config: (json) => ({ architecture: 'bert', ...bertConfig(readFields(bertFields, json), json, 'BERT') }),
  embeddings: (ops, config) => bertEmbeddings(ops, config),
  layer: bertLayer,
  pooler: 'pooler.dense',
};
