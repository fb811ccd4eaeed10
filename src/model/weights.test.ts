import { describe, expect, it } from 'vitest';
import { parametersOf } from '../architectures/parameters';
import { parseConfig } from './config';
import type { TensorEntry } from './safetensors';
import { countParameters, locatePooler, locateWeights } from './weights';

const config = parseConfig(
  JSON.stringify({
    model_type: 'bert',
    hidden_size: 8,
    num_attention_heads: 2,
    num_hidden_layers: 2,
    intermediate_size: 16,
    vocab_size: 10,
  }),
);

function header(change: (name: string) => string = (name) => name): Map<string, TensorEntry> {
  return new Map(parametersOf(config).all.map(({ name, shape }, i) => [change(name), { dtype: 'F32', shape, offset: i, length: 1 }]));
}

describe('locateWeights', () => {
  it.each([
    ['plain names', (name: string) => name],
    ['bert.', (name: string) => `bert.${name}`],
    ['a longer prefix', (name: string) => `model.encoder.bert.${name}`],
    [
      'gamma and beta',
      (name: string) => `bert.${name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta')}`,
    ],
  ])('finds every tensor under %s', (_, change) => {
    const weights = locateWeights(config, [header(change)]);
    expect([...weights.keys()]).toEqual(parametersOf(config).all.map(({ name }) => name));
    expect([...weights.values()].map(({ offset }) => offset)).toEqual(parametersOf(config).all.map((_, i) => i));
  });

  it.each([
    ['roberta.', { model_type: 'roberta' }],
    ['distilbert.', { model_type: 'distilbert' }],
    ['electra.', { model_type: 'electra' }],
  ])('finds every tensor under %s', (prefix, fields) => {
    const other = parseConfig(JSON.stringify(fields));
    const { all } = parametersOf(other);
    const files = new Map(all.map(({ name, shape }, i) => [prefix + name, { dtype: 'F32', shape, offset: i, length: 1 }]));
    expect([...locateWeights(other, [files]).values()].map(({ offset }) => offset)).toEqual(all.map((_, i) => i));
  });

  it('knows which file each tensor is in', () => {
    const all = [...header()];
    const weights = locateWeights(config, [new Map(all.slice(0, 10)), new Map(all.slice(10))]);
    expect([...weights.values()].filter(({ file }) => file === 0)).toHaveLength(10);
  });

  it('leaves alone what the encoder has no use for', () => {
    const files = header().set('cls.predictions.bias', { dtype: 'I64', shape: [3], offset: 0, length: 24 });
    expect(locateWeights(config, [files]).has('cls.predictions.bias')).toBe(false);
  });

  it('names what is missing', () => {
    const files = header((name) => `bert.${name}`);
    files.delete('bert.encoder.layer.1.output.dense.bias');
    expect(() => locateWeights(config, [files])).toThrow(expect.objectContaining({ code: 'missing-tensor' }));
    expect(() => locateWeights(config, [files])).toThrow(/lack bert\.encoder\.layer\.1\.output\.dense\.bias\./);
  });

  it('counts when much is missing', () => {
    expect(() => locateWeights(config, [new Map()])).toThrow(/ and \d+ more/);
  });

  it.each([
    [{ dtype: 'I8' }, /stored as I8/],
    [{ shape: [8, 9] }, /\[8, 9\] where config\.json implies \[8, 8\]/],
  ])('refuses %j', (change, words) => {
    const name = 'encoder.layer.0.attention.self.key.weight';
    const files = header().set(name, { dtype: 'F32', shape: [8, 8], offset: 0, length: 256, ...change });
    expect(() => locateWeights(config, [files])).toThrow(expect.objectContaining({ code: 'bad-safetensors' }));
    expect(() => locateWeights(config, [files])).toThrow(words);
  });
});

describe('locatePooler', () => {
  const pooler = (name: string, shape: number[]): [string, TensorEntry] => [name, { dtype: 'F32', shape, offset: 5, length: 1 }];

  it('finds a pooler under the encoder’s prefix', () => {
    const files = new Map([
      ...header((name) => `bert.${name}`),
      pooler('bert.pooler.dense.weight', [8, 8]),
      pooler('bert.pooler.dense.bias', [8]),
    ]);
    expect([...locatePooler(config, [files]).keys()]).toEqual(['pooler.dense.weight', 'pooler.dense.bias']);
  });

  it('is empty where there is none, half of one, or one of another size', () => {
    expect(locatePooler(config, [header()]).size).toBe(0);
    const other = [pooler('pooler.dense.weight', [4, 8]), pooler('pooler.dense.bias', [4])];
    expect(locatePooler(config, [new Map([...header(), ...other])]).size).toBe(0);
    expect(locatePooler(config, [new Map([...header(), pooler('pooler.dense.weight', [8, 8])])]).size).toBe(0);
  });
});

it('counts the parameters of bert-base as its authors do, the pooler not counted', () => {
  expect(countParameters(parseConfig('{"model_type":"bert"}'))).toBe(109_482_240 - (768 * 768 + 768));
});
