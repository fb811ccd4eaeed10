import { expect, it } from 'vitest';
import { parseConfig } from './config';

const parse = (json: unknown) => parseConfig(JSON.stringify(json));

it('reads what shapes the model and takes the defaults of transformers for the rest', () => {
  expect(parse({ model_type: 'bert', hidden_size: 96, num_attention_heads: 3, num_hidden_layers: 2, hidden_act: 'relu' })).toEqual({
    architecture: 'bert',
    vocabSize: 30522,
    hiddenSize: 96,
    numHiddenLayers: 2,
    numAttentionHeads: 3,
    intermediateSize: 3072,
    maxPositionEmbeddings: 512,
    maxLength: 512,
    typeVocabSize: 2,
    layerNormEps: 1e-12,
    hiddenAct: 'relu',
    hiddenDropoutProb: 0.1,
    attentionProbsDropoutProb: 0.1,
    padTokenId: 0,
    positionIds: 'fromZero',
  });
});

it('takes a config of 2018, which names no model_type', () => {
  expect(parse({ architectures: ['BertForMaskedLM'] }).hiddenSize).toBe(768);
});

// What transformers' own config classes have where a file says nothing else.
it.each([
  [{ model_type: 'distilbert' }, { hiddenSize: 768, numHiddenLayers: 6, intermediateSize: 3072, maxLength: 512, typeVocabSize: 0 }],
  [
    { model_type: 'roberta', max_position_embeddings: 514, type_vocab_size: 1 },
    { vocabSize: 50265, maxLength: 512, padTokenId: 1 },
  ],
  [
    { model_type: 'xlm-roberta', vocab_size: 250002, max_position_embeddings: 514 },
    { maxLength: 512, positionIds: 'afterPadding' },
  ],
  [
    { model_type: 'camembert', pad_token_id: 3 },
    { maxLength: 508, padTokenId: 3 },
  ],
  [{ architectures: ['XLMRobertaModel'] }, { architecture: 'roberta' }],
  [
    { model_type: 'mpnet', max_position_embeddings: 514 },
    { vocabSize: 30527, maxLength: 512, padTokenId: 1, typeVocabSize: 0 },
  ],
  [
    { model_type: 'modernbert', num_hidden_layers: 4 },
    {
      intermediateSize: 1152,
      maxLength: 8192,
      normBias: false,
      layers: [{ rotary: 160_000 }, { rotary: 10_000, reach: 64 }, { rotary: 10_000, reach: 64 }, { rotary: 160_000 }],
    },
  ],
  [
    {
      model_type: 'modernbert',
      num_hidden_layers: 2,
      layer_types: ['sliding_attention', 'full_attention'],
      local_attention: 33,
      rope_parameters: { full_attention: { rope_theta: 7 }, sliding_attention: { rope_theta: 5, rope_type: 'default' } },
    },
    { layers: [{ rotary: 5, reach: 16 }, { rotary: 7 }] },
  ],
  // Without a base of their own, local layers have that of the others.
  [
    { model_type: 'modernbert', num_hidden_layers: 2, local_rope_theta: null },
    { layers: [{ rotary: 160_000 }, { rotary: 160_000, reach: 64 }] },
  ],
  [{ model_type: 'bert', hidden_act: 'gelu_pytorch_tanh' }, { hiddenAct: 'gelu_new' }],
  [{ model_type: 'bert', hidden_act: 'gelu_python' }, { hiddenAct: 'gelu' }],
  [{ model_type: 'electra' }, { hiddenSize: 256, numAttentionHeads: 4, intermediateSize: 1024, embeddingSize: 128, maxLength: 512 }],
])('reads %j', (json, expected) => {
  expect(parse(json)).toMatchObject(expected);
});

it.each([
  [{ model_type: 'deberta-v2', architectures: ['DebertaV2Model'] }, /DebertaV2Model/],
  [{ model_type: 't5', is_encoder_decoder: true }, /t5/],
  [{ architectures: ['BertGenerationDecoder'] }, /BertGenerationDecoder/],
  [{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }, /GPT2LMHeadModel/],
  [{}, /does not name/],
  [{ model_type: 'bert', position_embedding_type: 'relative_key' }, /relative_key/],
  [{ model_type: 'bert', is_decoder: true }, /decoder/],
  [{ model_type: 'mpnet', pad_token_id: 0 }, /pad_token_id 0/],
  [{ model_type: 'albert', inner_group_num: 2 }, /inner_group_num/],
  [{ model_type: 'modernbert', rope_scaling: { type: 'yarn' } }, /scales its rotary/],
])('turns away %j and says what is supported', (json, words) => {
  expect(() => parse(json)).toThrow(expect.objectContaining({ code: 'unsupported-model' }));
  expect(() => parse(json)).toThrow(words);
  expect(() => parse(json)).toThrow(/Supported are/);
});

it.each([
  ['{', /not valid JSON/],
  ['[]', /JSON object/],
  ['{"model_type":"bert","hidden_size":0}', /hidden_size/],
  ['{"model_type":"bert","num_hidden_layers":1000000000}', /num_hidden_layers/],
  ['{"model_type":"bert","num_hidden_layers":-1}', /num_hidden_layers/],
  ['{"model_type":"bert","hidden_size":1e300}', /hidden_size/],
  ['{"model_type":"bert","vocab_size":30522.5}', /vocab_size/],
  ['{"model_type":"bert","pad_token_id":-1}', /pad_token_id/],
  ['{"model_type":"bert","pad_token_id":30522}', /pad_token_id 30522 is not among its 30522 tokens/],
  ['{"model_type":"bert","layer_norm_eps":-1}', /layer_norm_eps/],
  ['{"model_type":"distilbert","dim":768,"n_heads":7}', /dim 768 is not a multiple of n_heads 7/],
  ['{"model_type":"modernbert","layer_types":["full_attention"]}', /1 layer_types for num_hidden_layers 22/],
  ['{"model_type":"roberta","max_position_embeddings":2}', /leave no room/],
  ['{"model_type":"bert","hidden_act":"swish"}', /hidden_act/],
  ['{"model_type":"bert","hidden_size":100,"num_attention_heads":12}', /100 is not a multiple of num_attention_heads 12/],
])('says what is wrong with %s', (text, words) => {
  expect(() => parseConfig(text)).toThrow(expect.objectContaining({ code: 'bad-config' }));
  expect(() => parseConfig(text)).toThrow(words);
});
