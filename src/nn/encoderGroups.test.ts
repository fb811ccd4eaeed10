import { describe, expect, it } from 'vitest';
import { depthsOf, type EncoderParameter, parametersOf } from '../architectures/parameters';
import { parseConfig } from '../model/config';
import { encoderGroupOf, encoderGroups, lowestOpen } from './encoderGroups';

const config = parseConfig('{"model_type":"bert","num_hidden_layers":3}');

describe('encoder groups', () => {
  it('a rate a layer, lower by the factor from layer to layer, and no decay of biases and LayerNorm', () => {
    const groups = encoderGroups(3, { learningRate: 1e-3, weightDecay: 0.01, layerDecay: 0.5 });
    const parameters = new Map(parametersOf(config).all.map((parameter) => [parameter.name, parameter]));
    const of = (name: string) => groups[encoderGroupOf(parameters.get(name) as EncoderParameter)];
    expect(of('encoder.layer.2.output.dense.weight')).toMatchObject({ learningRate: 1e-3, weightDecay: 0.01 });
    expect(of('encoder.layer.0.attention.self.query.bias')).toMatchObject({ learningRate: 2.5e-4, weightDecay: 0 });
    expect(of('encoder.layer.1.output.LayerNorm.weight')).toMatchObject({ learningRate: 5e-4, weightDecay: 0 });
    expect(of('embeddings.word_embeddings.weight')).toMatchObject({ learningRate: 1.25e-4, weightDecay: 0.01 });
    expect(of('embeddings.LayerNorm.bias')).toMatchObject({ of: { depth: 0 }, learningRate: 1.25e-4, weightDecay: 0 });
    expect(of('encoder.layer.2.output.dense.weight').of).toEqual({ depth: 3 });
  });

  it('layers open from the top; embeddings only below all of them', () => {
    expect(lowestOpen({ layers: 0 }, 6)).toBe(7);
    expect(lowestOpen({ layers: 2 }, 6)).toBe(5);
    expect(lowestOpen({ layers: 2, embeddings: true }, 6)).toBe(5);
    expect(lowestOpen({ layers: 'all' }, 6)).toBe(1);
    expect(lowestOpen({ layers: 'all', embeddings: true }, 6)).toBe(0);
    expect(lowestOpen({ layers: 99 }, 6)).toBe(1);
    expect(depthsOf(config)('encoder.layer.2.output.dense.bias')).toBe(3);
  });
});
