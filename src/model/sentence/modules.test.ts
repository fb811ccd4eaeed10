import { describe, expect, it } from 'vitest';
import { TandemError } from '../../errors';
import { sentenceFixture, sentenceFolder } from '../../testing/sentenceFolders';
import { readSentenceModules } from './modules';

const HIDDEN = 16;
const named = (name: string) => sentenceFixture.cases.find((example) => example.name === name) ?? { files: {} };
const mean = named('mean, normalize, no limit, prompt');
const dense = named('mean, dense, no limit, no prompt');

const module = (path: string, type: string) => ({ path, type: `sentence_transformers.models.${type}` });
const modules = (...listed: object[]) => ({
  'modules.json': JSON.stringify([module('', 'Transformer'), module('1_Pooling', 'Pooling'), ...listed]),
});
const read = (changed: Record<string, string | undefined>, of = mean) => readSentenceModules(sentenceFolder(of, changed), HIDDEN);
const config = (value: object) => JSON.stringify(value);
const denseConfig = { in_features: 16, out_features: 5, bias: true, activation_function: 'torch.nn.modules.activation.Tanh' };

describe('readSentenceModules', () => {
  it('says what a folder has', async () => {
    expect(await read({})).toMatchObject({
      pooling: { modes: ['mean'], includePrompt: true },
      layers: [{ kind: 'normalize' }],
      prompts: { query: 'query : where is ', passage: 'passage: ', document: '' },
      similarity: 'cosine',
      embeddingSize: HIDDEN,
    });
    expect(await read({}, dense)).toMatchObject({ layers: [{ kind: 'dense', activation: 'Tanh' }], pooledSize: HIDDEN, embeddingSize: 5 });
  });

  it.each([
    ['says so and the tokenizer does not', { normalizer: { type: 'BertNormalizer', lowercase: false } }, true],
    ['says so and the tokenizer has no normaliser', { normalizer: null }, true],
    ['says so and the tokenizer does it itself', { normalizer: { type: 'BertNormalizer' } }, false],
    [
      'says so and one of several normalisers does it',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] } },
      false,
    ],
  ])('texts are lower-cased where the model %s', async (_, tokenizer, expected) => {
    const changed = { 'sentence_bert_config.json': config({ do_lower_case: true }), 'tokenizer.json': config(tokenizer) };
    expect((await read(changed)).lowerCase).toBe(expected);
  });

  it('takes dropout for what it is outside training', async () => {
    expect((await read(modules(module('2_Dropout', 'Dropout')))).layers).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, TandemError['code'], RegExp]>([
    ['a module that is not known', modules(module('2_CNN', 'CNN')), 'unsupported-model', /module CNN\. Supported are .*LayerNorm/],
    ['a module of somebody’s own', modules({ path: '2', type: 'custom_st.Transformer' }), 'unsupported-model', /custom_st\.Transformer/],
    [
      'another order',
      { 'modules.json': config([module('', 'Transformer')]) },
      'unsupported-model',
      /lists Transformer\. .*must come first/,
    ],
    [
      'an encoder elsewhere',
      { 'modules.json': config([module('0_Transformer', 'Transformer'), module('1_Pooling', 'Pooling')]) },
      'unsupported-model',
      /0_Transformer/,
    ],
    ['a folder outside', { 'modules.json': config([module('', 'Transformer'), module('../1', 'Pooling')]) }, 'bad-config', /outside/],
    ['modules that are not JSON', { 'modules.json': '[' }, 'bad-config', /modules\.json is not valid JSON/],
    ['modules that are something else', { 'modules.json': '{"a":1}' }, 'bad-config', /modules\.json has an unusable/],
    ['no pooling', { '1_Pooling/config.json': undefined }, 'missing-file', /1_Pooling\/config\.json/],
    ['another pooling', { '1_Pooling/config.json': config({ pooling_mode: 'attention' }) }, 'unsupported-model', /pooling "attention"/],
    [
      'vectors of another width',
      { '1_Pooling/config.json': config({ word_embedding_dimension: 32 }) },
      'bad-config',
      /32 values.*gives 16/,
    ],
    ['another task', { 'sentence_bert_config.json': config({ transformer_task: 'fill-mask' }) }, 'unsupported-model', /fill-mask/],
    [
      'another similarity',
      { 'config_sentence_transformers.json': config({ similarity_fn_name: 'maxsim' }) },
      'unsupported-model',
      /"maxsim"/,
    ],
    [
      'another type of model',
      { 'config_sentence_transformers.json': config({ model_type: 'SparseEncoder' }) },
      'unsupported-model',
      /SparseEncoder/,
    ],
    [
      'a default prompt that is not there',
      { 'config_sentence_transformers.json': config({ default_prompt_name: 'x' }) },
      'bad-config',
      /"x".*query, document/,
    ],
  ])('refuses %s', async (_, changed, code, message) => {
    const refused = await read(changed).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TandemError);
    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each<[string, object, TandemError['code'], RegExp]>([
    [
      'an activation',
      { activation_function: 'torch.nn.modules.activation.Mish' },
      'unsupported-model',
      /Mish.*Supported are Identity, Tanh/,
    ],
    ['an activation of somebody’s own', { activation_function: 'custom.Tanh' }, 'unsupported-model', /custom\.Tanh/],
    ['a residual connection', { use_residual: true }, 'unsupported-model', /residual/],
    ['another input', { module_input_name: 'token_embeddings' }, 'unsupported-model', /token_embeddings/],
    ['another width', { in_features: 17 }, 'bad-config', /17 values.*gives 16/],
  ])('refuses a Dense layer with %s', async (_, changed, code, message) => {
    const refused = read({ '2_Dense/config.json': config({ ...denseConfig, ...changed }) }, dense);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('refuses a Dense layer whose weights are of another shape, or in PyTorch’s own format', async () => {
    const files = sentenceFolder(dense);
    const without = { read: async (path: string) => (path.endsWith('model.safetensors') ? undefined : files.read(path)) };
    await expect(readSentenceModules(without, HIDDEN)).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/2_Dense\/model/),
    });
    const other = sentenceFolder(dense, { '2_Dense/config.json': config({ ...denseConfig, out_features: 9 }) });
    const mixed = { read: async (path: string) => (path.endsWith('model.safetensors') ? other : files).read(path) };
    const refused = { code: 'bad-safetensors', message: expect.stringMatching(/linear\.weight should be \[5, 16\] and is F32 \[9, 16\]/) };
    await expect(readSentenceModules(mixed, HIDDEN)).rejects.toMatchObject(refused);
  });
});
