/**
 * Reads a Hugging Face `config.json` into the numbers that shape a BERT encoder, and turns away
 * every architecture this program does not compute.
 */
import * as v from 'valibot';
import { TandemError } from '../errors';

export type HiddenAct = 'gelu' | 'gelu_new' | 'relu';

export interface BertConfig {
  vocabSize: number;
  hiddenSize: number;
  numHiddenLayers: number;
  numAttentionHeads: number;
  intermediateSize: number;
  maxPositionEmbeddings: number;
  typeVocabSize: number;
  layerNormEps: number;
  hiddenAct: HiddenAct;
  hiddenDropoutProb: number;
  attentionProbsDropoutProb: number;
  padTokenId: number;
}

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Defaults are those of transformers' BertConfig. */
const schema = v.object({
  vocab_size: v.optional(positiveInteger, 30522),
  hidden_size: v.optional(positiveInteger, 768),
  num_hidden_layers: v.optional(positiveInteger, 12),
  num_attention_heads: v.optional(positiveInteger, 12),
  intermediate_size: v.optional(positiveInteger, 3072),
  max_position_embeddings: v.optional(positiveInteger, 512),
  type_vocab_size: v.optional(positiveInteger, 2),
  layer_norm_eps: v.optional(v.number(), 1e-12),
  hidden_act: v.optional(v.picklist(['gelu', 'gelu_new', 'relu']), 'gelu'),
  hidden_dropout_prob: v.optional(probability, 0.1),
  attention_probs_dropout_prob: v.optional(probability, 0.1),
  pad_token_id: v.optional(v.nullable(v.number()), 0),
});

export const SUPPORTED =
  'BERT encoders with absolute positions (model_type "bert": bert-base, bert-large, BioClinicalBERT, MiniLM and their kin)';

/**
 * @param text the content of config.json
 * @throws TandemError `bad-config` when it is not a usable JSON object, `unsupported-model` when it
 *   describes something other than a BERT encoder
 */
export function parseBertConfig(text: string): BertConfig {
  const json = parseJsonObject(text);
  const architecture = describeArchitecture(json);
  const looksLikeBert = json.model_type === 'bert' || (json.model_type === undefined && /^Bert/.test(architecture));
  if (!looksLikeBert) {
    throw new TandemError('unsupported-model', `This model is of the architecture ${architecture}. Supported are ${SUPPORTED}.`);
  }
  const position = json.position_embedding_type;
  if (position !== undefined && position !== 'absolute') {
    throw new TandemError('unsupported-model', `This BERT uses "${String(position)}" position embeddings. Supported are ${SUPPORTED}.`);
  }
  if (json.is_decoder === true) {
    throw new TandemError('unsupported-model', `This BERT is configured as a decoder. Supported are ${SUPPORTED}.`);
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new TandemError('bad-config', `config.json has an unusable "${v.getDotPath(issue) ?? '?'}": ${issue.message}.`);
  }
  const c = parsed.output;
  if (c.hidden_size % c.num_attention_heads !== 0) {
    throw new TandemError(
      'bad-config',
      `config.json is inconsistent: hidden_size ${c.hidden_size} is not a multiple of num_attention_heads ${c.num_attention_heads}.`,
    );
  }
  return {
    vocabSize: c.vocab_size,
    hiddenSize: c.hidden_size,
    numHiddenLayers: c.num_hidden_layers,
    numAttentionHeads: c.num_attention_heads,
    intermediateSize: c.intermediate_size,
    maxPositionEmbeddings: c.max_position_embeddings,
    typeVocabSize: c.type_vocab_size,
    layerNormEps: c.layer_norm_eps,
    hiddenAct: c.hidden_act,
    hiddenDropoutProb: c.hidden_dropout_prob,
    attentionProbsDropoutProb: c.attention_probs_dropout_prob,
    padTokenId: c.pad_token_id ?? 0,
  };
}

function parseJsonObject(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TandemError('bad-config', 'config.json is not valid JSON. Download the model again, or check the file.', { cause });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TandemError('bad-config', 'config.json does not hold a JSON object. Download the model again, or check the file.');
  }
  return json as Record<string, unknown>;
}

function describeArchitecture(json: Record<string, unknown>): string {
  const listed = Array.isArray(json.architectures) ? json.architectures[0] : undefined;
  return [listed, json.model_type].find((name) => typeof name === 'string') ?? 'that config.json does not name';
}
