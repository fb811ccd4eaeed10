/** The layers that a sentence-transformers model has behind its pooling, on the CPU: they are small, and vectors are few. */
import type { ActivationName } from '../../kernels/activation/activation';
import { activationReference } from '../../kernels/activation/reference';
import { layerNormReference } from '../../kernels/layerNorm/reference';
import { matmulOnCpu } from '../../kernels/matmul/cpu';
import type { DenseActivation, DenseLayer, NormLayer, SentenceLayer } from '../../model/sentence/layers';
import { sigmoid } from '../../nn/rows';
import { normalizeRows } from './vectorRows';

type Values = Float32Array<ArrayBuffer>;

/** torch.nn.LayerNorm's default, which these layers never change. */
const EPSILON = 1e-5;

/** @param vectors [rows, width], which may be written over @returns [rows, width of the last layer] */
export function applyLayers(layers: SentenceLayer[], vectors: Values, width: number): Values {
  let result = vectors;
  let columns = width;
  for (const layer of layers) {
    if (layer.kind === 'normalize') normalizeRows(result, columns);
    else if (layer.kind === 'layerNorm') result = layerNorm(layer, result, columns);
    else {
      result = dense(layer, result);
      columns = layer.outputs;
    }
  }
  return result;
}

/** Width of vectors behind these layers. */
export const widthBehind = (layers: SentenceLayer[], width: number): number =>
  layers.reduce((before, layer) => (layer.kind === 'dense' ? layer.outputs : before), width);

const ACTIVATIONS: Record<DenseActivation, (values: Values) => Values> = {
  Identity: (values) => values,
  Tanh: (values) => values.map(Math.tanh),
  ReLU: (values) => activated(values, 'relu'),
  GELU: (values) => activated(values, 'gelu'),
  Sigmoid: (values) => values.map(sigmoid),
};

function activated(values: Values, name: ActivationName): Values {
  activationReference(values, values, values.length, name);
  return values;
}

function dense({ inputs, outputs, weight, bias, activation }: DenseLayer, x: Values): Values {
  const rows = x.length / inputs;
  const out = new Float32Array(rows * outputs);
  matmulOnCpu(x, weight, bias, out, { rows, cols: outputs, inner: inputs, transposeA: false, transposeB: true });
  return ACTIVATIONS[activation](out);
}

function layerNorm({ weight, bias }: NormLayer, x: Values, columns: number): Values {
  const rows = x.length / columns;
  const out = new Float32Array(x.length);
  layerNormReference({ x, weight, bias }, { out, stats: new Float32Array(2 * rows) }, { rows, columns }, EPSILON);
  return out;
}
