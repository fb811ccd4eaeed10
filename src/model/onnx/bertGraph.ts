/**
 * Writes the ONNX graph of a BERT encoder (Devlin et al., 2018) from its config. Initializers point
 * into the safetensors file, so the graph is a few dozen kilobytes and no weight is converted.
 *
 * Tokens are kept as a [B·L, H] matrix except inside attention, and linear layers are `Gemm` with
 * `transB`, which reads PyTorch's [out, in] weights in place.
 */
import type { BertConfig } from '../config';
import type { Weights } from '../weights';
import { GraphBuilder } from './graphBuilder';
import { ElementType, encodeModel } from './proto';

/** LayerNormalization came with opset 17; both ORT builds and transformers.js run it. */
const OPSET = 17;

export interface BertGraphOptions {
  /** Names by which the graph points at each weight file. */
  locations: string[];
  /**
   * How many encoder layers to run; `lastHiddenState` is then the hidden state there.
   * Default: all of them. 0 gives the embeddings.
   */
  endLayer?: number;
  /** Gives the embeddings and every layer's hidden state, side by side, instead of the last one alone. Default: false. */
  allLayers?: boolean;
}

/**
 * Inputs `input_ids`, `attention_mask`, `token_type_ids`: int64 [batch, sequence].
 * Output `last_hidden_state`: float32 [batch, sequence, H]; or with `allLayers`
 * `hidden_states`: float32 [batch, sequence, (layers + 1) · H].
 *
 * @returns the bytes of `model.onnx`
 * @throws RangeError when `endLayer` is not between 0 and the number of layers
 */
export function writeBertGraph(config: BertConfig, weights: Weights, options: BertGraphOptions): Uint8Array<ArrayBuffer> {
  const { endLayer = config.numHiddenLayers, allLayers = false } = options;
  if (!Number.isInteger(endLayer) || endLayer < 0 || endLayer > config.numHiddenLayers) {
    throw new RangeError(`endLayer ${endLayer} is not between 0 and ${config.numHiddenLayers}`);
  }
  const graph = new BertGraph(config, weights, options.locations).build(endLayer, allLayers);
  return encodeModel({ producer: 'tandem', opsets: [{ domain: '', version: OPSET }], graph });
}

class BertGraph {
  private readonly g = new GraphBuilder();

  constructor(
    private readonly config: BertConfig,
    private readonly weights: Weights,
    private readonly locations: string[],
  ) {}

  build(endLayer: number, allLayers: boolean) {
    const { g, config } = this;
    const shape = g.op('Shape', ['input_ids']);
    const splitHeads = g.op('Concat', [shape, g.int64(config.numAttentionHeads, config.hiddenSize / config.numAttentionHeads)], {
      axis: 0,
    });
    const bias = g.in('mask', () => this.attentionBias());
    let hidden = g.in('embeddings', () => this.embeddings());
    const states = [hidden];
    for (let layer = 0; layer < endLayer; layer++) {
      hidden = g.in(`layer.${layer}`, () => this.layer(hidden, `encoder.layer.${layer}`, splitHeads, bias));
      states.push(hidden);
    }
    const output = allLayers ? 'hidden_states' : 'last_hidden_state';
    const width = allLayers ? states.length * config.hiddenSize : config.hiddenSize;
    const outputShape = g.op('Concat', [shape, g.int64(width)], { axis: 0 });
    g.op('Reshape', [allLayers ? g.op('Concat', states, { axis: 1 }) : hidden, outputShape], {}, output);
    const ids = (name: string) => ({ name, type: ElementType.INT64, dims: ['batch', 'sequence'] });
    return g.finish(
      'bert',
      [ids('input_ids'), ids('attention_mask'), ids('token_type_ids')],
      [{ name: output, type: ElementType.FLOAT, dims: ['batch', 'sequence', width] }],
    );
  }

  /** 0 where attention_mask is 1 and the lowest float where it is 0, as [B, 1, 1, L] to add to scores. */
  private attentionBias(): string {
    const { g } = this;
    const mask = g.op('Cast', [g.op('Unsqueeze', ['attention_mask', g.int64(1, 2)])], { to: ElementType.FLOAT });
    return g.op('Mul', [g.op('Sub', [g.float(1), mask]), g.float(-3.4028234663852886e38)]);
  }

  /** The sum of word, position and token-type embeddings, normalised: [B·L, H]. */
  private embeddings(): string {
    const { g } = this;
    const length = g.op('Slice', [g.op('Shape', ['input_ids']), g.int64(1), g.int64(2)]);
    const positions = g.op('Slice', [this.weight('embeddings.position_embeddings.weight'), g.int64(0), length]);
    const words = g.op('Gather', [this.weight('embeddings.word_embeddings.weight'), 'input_ids']);
    const types = g.op('Gather', [this.weight('embeddings.token_type_embeddings.weight'), 'token_type_ids']);
    const sum = g.op('Add', [g.op('Add', [words, types]), positions]);
    return this.layerNorm(g.op('Reshape', [sum, g.int64(-1, this.config.hiddenSize)]), 'embeddings.LayerNorm');
  }

  private layer(hidden: string, at: string, splitHeads: string, bias: string): string {
    const { g } = this;
    const attended = g.in('attention', () => this.attention(hidden, at, splitHeads, bias));
    const middle = this.layerNorm(g.op('Add', [attended, hidden]), `${at}.attention.output.LayerNorm`);
    return g.in('feedForward', () => {
      const wide = this.activation(this.linear(middle, `${at}.intermediate.dense`));
      return this.layerNorm(g.op('Add', [this.linear(wide, `${at}.output.dense`), middle]), `${at}.output.LayerNorm`);
    });
  }

  private attention(hidden: string, at: string, splitHeads: string, bias: string): string {
    const { g, config } = this;
    const heads = (part: string, perm: number[]) =>
      g.op('Transpose', [g.op('Reshape', [this.linear(hidden, `${at}.attention.self.${part}`), splitHeads])], { perm });
    const query = heads('query', [0, 2, 1, 3]);
    const keyTransposed = heads('key', [0, 2, 3, 1]);
    const value = heads('value', [0, 2, 1, 3]);
    const scale = g.float(Math.sqrt(config.hiddenSize / config.numAttentionHeads));
    const scores = g.op('Add', [g.op('Div', [g.op('MatMul', [query, keyTransposed]), scale]), bias]);
    const context = g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), value]);
    const merged = g.op('Reshape', [g.op('Transpose', [context], { perm: [0, 2, 1, 3] }), g.int64(-1, config.hiddenSize)]);
    return this.linear(merged, `${at}.attention.output.dense`);
  }

  private activation(x: string): string {
    const { g } = this;
    switch (this.config.hiddenAct) {
      case 'relu':
        return g.op('Relu', [x]);
      case 'gelu': {
        const erf = g.op('Erf', [g.op('Div', [x, g.float(Math.SQRT2)])]);
        return g.op('Mul', [g.op('Mul', [x, g.op('Add', [erf, g.float(1)])]), g.float(0.5)]);
      }
      case 'gelu_new': {
        const cubic = g.op('Mul', [g.op('Mul', [x, g.op('Mul', [x, x])]), g.float(0.044715)]);
        const inner = g.op('Mul', [g.op('Add', [x, cubic]), g.float(Math.sqrt(2 / Math.PI))]);
        return g.op('Mul', [g.op('Mul', [x, g.op('Add', [g.op('Tanh', [inner]), g.float(1)])]), g.float(0.5)]);
      }
    }
  }

  private linear(x: string, name: string): string {
    return this.g.op('Gemm', [x, this.weight(`${name}.weight`), this.weight(`${name}.bias`)], { transB: 1 });
  }

  private layerNorm(x: string, name: string): string {
    const inputs = [x, this.weight(`${name}.weight`), this.weight(`${name}.bias`)];
    return this.g.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: this.config.layerNormEps } });
  }

  private weight(name: string): string {
    const tensor = this.weights.get(name);
    if (!tensor) throw new RangeError(`no weight is called ${name}`);
    return this.g.weight(name, tensor.dtype, tensor.shape, this.locations[tensor.file], tensor.offset, tensor.length);
  }
}
