import { expect, it } from 'vitest';
import { hashWeights } from '../testing/hashWeights';
import { rounded, safetensorsFile } from '../testing/safetensorsFile';
import { parseConfig } from './config';
import { parseSafetensorsHeader } from './safetensors';
import { tensorValues } from './tensorValues';
import { locateWeights } from './weights';

const config = parseConfig(
  JSON.stringify({
    model_type: 'bert',
    hidden_size: 8,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 12,
    vocab_size: 11,
    max_position_embeddings: 7,
    type_vocab_size: 2,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
  }),
);

for (const type of ['F32', 'F16'] as const) {
  it(`${type}: every tensor's values, rounded to the file's precision`, () => {
    const tensors = [...hashWeights(config)];
    const data = safetensorsFile(tensors, type);
    const weights = locateWeights(config, [parseSafetensorsHeader(data, data.length, 'x')]);
    for (const tensor of tensors) {
      const located = weights.get(tensor.name);
      expect(located && tensorValues(located, [{ path: 'x', data }])).toEqual(rounded(tensor, type).values);
    }
  });
}
