/**
 * Writes the ONNX graph of an encoder from its architecture. Initializers point into the safetensors file, so the graph
 * is a few dozen kilobytes and no weight is converted.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import { architectureOf } from '../../architectures/registry';
import type { Weights } from '../weights';
import { GraphBuilder } from './graphBuilder';
import { GraphOps } from './graphOps';
import { ElementType, encodeModel, type ModelProto, type ValueInfo } from './proto';

/** LayerNormalization came with opset 17; both ORT builds and transformers.js run it. */
export const OPSET = 17;

export interface EncoderGraphOptions {
  /** Names by which the graph points at each weight file. */
  locations: string[];
  /**
   * How many encoder layers to run; `lastHiddenState` is then the hidden state there.
   * Default: all of them. 0 gives the embeddings.
   */
  endLayer?: number;
  /** Gives the embeddings and every layer's hidden state, side by side, instead of the last one alone. Default: false. */
  allLayers?: boolean;
  /**
   * What is computed of the hidden states beside them.
   * @param states the embeddings and every layer's hidden state, [B·L, H] each @returns further outputs
   */
  more?(g: GraphBuilder, states: string[]): ValueInfo[];
}

/**
 * Inputs `input_ids`, `attention_mask`, and where the model tells segments apart `token_type_ids`: int64 [batch, sequence].
 * Output `last_hidden_state`: float32 [batch, sequence, H]; or with `allLayers`
 * `hidden_states`: float32 [batch, sequence, (layers + 1) · H].
 *
 * @returns the bytes of `model.onnx`
 * @throws RangeError when `endLayer` is not between 0 and the number of layers
 */
export function writeEncoderGraph(config: EncoderConfig, weights: Weights, options: EncoderGraphOptions): Uint8Array<ArrayBuffer> {
  return encodeModel(encoderGraph(config, weights, options));
}

/** The same before it is written. @throws RangeError as {@link writeEncoderGraph} does */
export function encoderGraph(config: EncoderConfig, weights: Weights, options: EncoderGraphOptions): ModelProto {
  const { endLayer = config.numHiddenLayers, allLayers = false, locations, more } = options;
  if (!Number.isInteger(endLayer) || endLayer < 0 || endLayer > config.numHiddenLayers) {
    throw new RangeError(`endLayer ${endLayer} is not between 0 and ${config.numHiddenLayers}`);
  }
  const g = new GraphBuilder();
  const ops = new GraphOps(g, config, weights, locations);
  const architecture = architectureOf(config);
  let hidden = g.in('embeddings', () => architecture.embeddings(ops, config));
  const shared = g.in('shared', () => architecture.shared?.(ops, config));
  const states = [hidden];
  for (let layer = 0; layer < endLayer; layer++) {
    const below = hidden;
    hidden = g.in(`layer.${layer}`, () => architecture.layer(ops, config, below, layer, shared));
    if (layer + 1 === config.numHiddenLayers) {
      const top = hidden;
      hidden = g.in('finish', () => architecture.finish?.(ops, config, top) ?? top);
    }
    states.push(hidden);
  }
  const output = allLayers ? 'hidden_states' : 'last_hidden_state';
  const width = allLayers ? states.length * config.hiddenSize : config.hiddenSize;
  const outputShape = g.op('Concat', [g.op('Shape', ['input_ids']), g.int64(width)], { axis: 0 });
  const names = states.map(({ name }) => name);
  const result = allLayers ? g.op('Concat', names, { axis: 1 }) : hidden.name;
  g.op('Reshape', [result, outputShape], {}, output);
  const inputs = ['input_ids', 'attention_mask', ...(config.typeVocabSize > 1 ? ['token_type_ids'] : [])];
  const graph = g.finish(
    architecture.name,
    inputs.map((name) => ({ name, type: ElementType.INT64, dims: ['batch', 'sequence'] })),
    [{ name: output, type: ElementType.FLOAT, dims: ['batch', 'sequence', width] }, ...(more?.(g, names) ?? [])],
  );
  return { producer: 'tandem', opsets: [{ domain: '', version: OPSET }], graph };
}
