/** Pooling and the layers behind it as nodes of an ONNX graph, as the model's sentence-transformers modules say. */
import { activated as activatedBy } from '../../model/onnx/activated';
import type { GraphBuilder } from '../../model/onnx/graphBuilder';
import { ElementType } from '../../model/onnx/proto';
import type { DenseLayer, SentenceLayer } from '../../model/sentence/layers';
import type { SentenceModules } from '../../model/sentence/modules';
import type { PoolingMode } from '../../model/sentence/pooling';
import { type GraphRows, normalized } from './headOps';

const LOWEST_FLOAT = -3.4028234663852886e38;
/** torch.nn.LayerNorm's default. */
const EPSILON = 1e-5;

/** @param states [B·L, hidden] @returns [B, pooledSize]: what heads on sentences read */
export function pooled(g: GraphBuilder, states: string, hidden: number, { pooling, pooledSize }: SentenceModules): GraphRows {
  return g.in('pooling', () => {
    const shape = g.op('Concat', [g.op('Shape', ['input_ids']), g.int64(hidden)], { axis: 0 });
    const tokens = g.op('Reshape', [states, shape]);
    const mask = g.op('Cast', ['attention_mask'], { to: ElementType.FLOAT });
    const parts = pooling.modes.map((mode) => g.in(mode, () => pooledBy(g, mode, tokens, mask)));
    return { name: parts.length === 1 ? parts[0] : g.op('Concat', parts, { axis: 1 }), width: pooledSize };
  });
}

/** @param tokens [B, L, H] @param mask float [B, L] @returns [B, H] */
function pooledBy(g: GraphBuilder, mode: PoolingMode, tokens: string, mask: string): string {
  const column = (rows: string) => g.op('Unsqueeze', [rows, g.int64(2)]);
  const weighted = (weights: string) => g.op('ReduceSum', [g.op('Mul', [tokens, column(weights)]), g.int64(1)], { keepdims: 0 });
  const count = (weights: string) => g.op('ReduceSum', [weights, g.int64(1)], { keepdims: 1 });
  const places = () => g.op('Mul', [g.op('CumSum', [mask, g.scalar(1)]), mask]);
  const isAt = (place: string) => g.op('Cast', [g.op('Equal', [places(), place])], { to: ElementType.FLOAT });
  switch (mode) {
    case 'cls':
      return weighted(isAt(g.float(1)));
    case 'lasttoken':
      return weighted(g.op('Mul', [isAt(count(mask)), mask]));
    case 'max': {
      const outside = g.op('Mul', [g.op('Sub', [g.float(1), mask]), g.float(LOWEST_FLOAT)]);
      return g.op('ReduceMax', [g.op('Add', [tokens, column(outside)])], { axes: [1], keepdims: 0 });
    }
    case 'mean':
      return g.op('Div', [weighted(mask), count(mask)]);
    case 'mean_sqrt_len_tokens':
      return g.op('Div', [weighted(mask), g.op('Sqrt', [count(mask)])]);
    case 'weightedmean': {
      const weights = places();
      return g.op('Div', [weighted(weights), count(weights)]);
    }
  }
}

/** @returns [B, embeddingSize]: what `encode` gives */
export function embedding(g: GraphBuilder, vectors: GraphRows, { layers, embeddingSize }: SentenceModules): GraphRows {
  return g.in('modules', () => {
    const { name, width } = layers.reduce<GraphRows>((x, layer, i) => g.in(String(i), () => applied(g, x, layer, i)), vectors);
    if (width === embeddingSize) return { name, width };
    return { name: g.op('Slice', [name, g.int64(0), g.int64(embeddingSize), g.int64(1)]), width: embeddingSize };
  });
}

function applied(g: GraphBuilder, x: GraphRows, layer: SentenceLayer, i: number): GraphRows {
  const values = (part: string, shape: number[], data: Float32Array<ArrayBuffer>) => g.values(`module.${i}.${part}`, shape, data);
  switch (layer.kind) {
    case 'normalize':
      return normalized(g, x);
    case 'layerNorm': {
      const inputs = [x.name, values('weight', [x.width], layer.weight), values('bias', [x.width], layer.bias)];
      return { name: g.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: EPSILON } }), width: x.width };
    }
    case 'dense': {
      const { inputs, outputs, weight, bias } = layer;
      const product = g.op('Gemm', [x.name, values('weight', [outputs, inputs], weight), values('bias', [outputs], bias)], { transB: 1 });
      return { name: activated(g, product, layer), width: outputs };
    }
  }
}

function activated(g: GraphBuilder, x: string, { activation }: DenseLayer): string {
  switch (activation) {
    case 'Identity':
      return x;
    case 'Tanh':
      return g.op('Tanh', [x]);
    case 'ReLU':
      return g.op('Relu', [x]);
    case 'Sigmoid':
      return g.op('Sigmoid', [x]);
    case 'GELU':
      return activatedBy(g, x, 'gelu');
  }
}
