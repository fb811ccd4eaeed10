/**
 * What an encoder computes with, as nodes of an ONNX graph. Tokens are kept as a [B·L, width] matrix except inside
 * attention, and linear layers are `Gemm` with `transB`, which reads PyTorch's [out, in] weights in place.
 */

import type { AttentionLayer, EncoderConfig, EncoderOps, TokenRow } from '../../architectures/architecture';
import { rotaryTurns } from '../../architectures/rotary';
import type { Weights } from '../weights';
import { activated } from './activated';
import type { GraphBuilder } from './graphBuilder';
import { ElementType } from './proto';

/** A value of the graph: [B·L, width], or of embeddings what broadcasts to [B, L, width]. */
export interface GraphTensor {
  name: string;
  width: number;
  broadcast?: boolean;
}

/** Of [B, L, heads, head size]: [B, heads, head size, L]. */
const TURNED = [0, 2, 3, 1];
/** Places whose turns are stored one by one. */
const TURNS_BETWEEN = 64;
const LOWEST_FLOAT = -3.4028234663852886e38;

export class GraphOps implements EncoderOps<GraphTensor> {
  /** What all layers read, written once. */
  private readonly common = new Map<string, string>();

  constructor(
    private readonly g: GraphBuilder,
    private readonly config: EncoderConfig,
    private readonly weights: Weights,
    private readonly locations: string[],
  ) {}

  embedding(name: string, by: TokenRow, _rows: number, width: number): GraphTensor {
    const table = this.weight(`${name}.weight`);
    return { name: this.rowsOf(table, by), width, broadcast: true };
  }

  add(a: GraphTensor, b: GraphTensor): GraphTensor {
    return { name: this.g.op('Add', [a.name, b.name]), width: a.width, broadcast: a.broadcast };
  }

  layerNorm(x: GraphTensor, name: string, bias = true): GraphTensor {
    const inputs = [this.flat(x), ...this.parameters(name, bias)];
    return { name: this.g.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: this.config.layerNormEps } }), width: x.width };
  }

  dropout(x: GraphTensor): GraphTensor {
    return x;
  }

  linear(x: GraphTensor, name: string, outputs: number, bias = true): GraphTensor {
    return { name: this.g.op('Gemm', [this.flat(x), ...this.parameters(name, bias)], { transB: 1 }), width: outputs };
  }

  linearResidual(x: GraphTensor, name: string, residual: GraphTensor, _dropout: number, bias?: boolean): GraphTensor {
    return this.add(this.linear(x, name, residual.width, bias), residual);
  }

  gatedActivation({ name: x, width }: GraphTensor): GraphTensor {
    const { g, config } = this;
    const half = width / 2;
    const left = activated(g, this.columns(x, 0, half), config.hiddenAct);
    return { name: g.op('Mul', [left, this.columns(x, half, width)]), width: half };
  }

  activation({ name: x, width }: GraphTensor): GraphTensor {
    return { name: activated(this.g, x, this.config.hiddenAct), width };
  }

  /** Added to the mask's, [B, heads, L, L]. */
  relativeBias(name: string, _buckets: number, bucketOf: readonly number[]): GraphTensor {
    const { g } = this;
    const rows = g.op('Gather', [
      g.int64Table(`${name}.buckets`, bucketOf),
      g.op('Add', [this.distances(), g.int64((bucketOf.length - 1) / 2)]),
    ]);
    const values = g.op('Transpose', [g.op('Gather', [this.weight(`${name}.weight`), rows])], { perm: [2, 0, 1] });
    return { name: g.op('Add', [g.op('Unsqueeze', [values, g.int64(0)]), this.maskBias()]), width: bucketOf.length };
  }

  attention(x: GraphTensor, layer: AttentionLayer<GraphTensor>): GraphTensor {
    const { g, config } = this;
    const { hiddenSize, numAttentionHeads } = config;
    return g.in('attention', () => {
      const [query, key, value] = this.queryKeyValue(x, layer);
      const { rotary, reach } = layer;
      const queries = rotary === undefined ? this.heads(query) : this.rotated(this.heads(query), rotary);
      const keys =
        rotary === undefined ? this.heads(key, TURNED) : g.op('Transpose', [this.rotated(this.heads(key), rotary)], { perm: [0, 1, 3, 2] });
      const scale = g.float(Math.sqrt(hiddenSize / numAttentionHeads));
      const products = g.op('MatMul', [queries, keys]);
      const bias = layer.relativeBias?.name ?? (reach === undefined ? this.maskBias() : this.localBias(reach));
      const scores = g.op('Add', [g.op('Div', [products, scale]), bias]);
      const context = g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), this.heads(value)]);
      const merged = g.op('Transpose', [context], { perm: [0, 2, 1, 3] });
      return { name: g.op('Reshape', [merged, g.int64(-1, hiddenSize)]), width: hiddenSize };
    });
  }

  private queryKeyValue(x: GraphTensor, { at, parts, biases }: AttentionLayer<GraphTensor>): string[] {
    const { hiddenSize } = this.config;
    if (parts) return parts.map((part) => this.linear(x, `${at}.${part}`, hiddenSize, biases).name);
    const joined = this.linear(x, at, 3 * hiddenSize, biases).name;
    return [0, 1, 2].map((part) => this.columns(joined, part * hiddenSize, (part + 1) * hiddenSize));
  }

  /** [B·L, H] → [B, heads, L, head size]. @param perm of [B, L, heads, head size], if another order is wanted */
  private heads(x: string, perm = [0, 2, 1, 3]): string {
    const { g, config } = this;
    const { hiddenSize, numAttentionHeads } = config;
    const split = this.once('splitHeads', () =>
      g.op('Concat', [g.op('Shape', ['input_ids']), g.int64(numAttentionHeads, hiddenSize / numAttentionHeads)], { axis: 0 }),
    );
    return g.op('Transpose', [g.op('Reshape', [x, split])], { perm });
  }

  /** Every pair of columns, half a head apart, turned by its position. */
  private rotated(x: string, base: number): string {
    const { g, config } = this;
    const headSize = config.hiddenSize / config.numAttentionHeads;
    const half = headSize / 2;
    const [cos, sin] = this.turns(base);
    const [left, right] = [this.columns(x, 0, half, 3), this.columns(x, half, headSize, 3)];
    const first = g.op('Sub', [g.op('Mul', [left, cos]), g.op('Mul', [right, sin])]);
    const second = g.op('Add', [g.op('Mul', [right, cos]), g.op('Mul', [left, sin])]);
    return g.op('Concat', [first, second], { axis: 3 });
  }

  /**
   * Cosines and sines of each place's angles, [L, head size / 2]. A GPU's own are off by some 1e-4, and a table of all places
   * would be megabytes: they are put together from places that lie apart and those between, which the runtime does at load.
   */
  private turns(base: number): [cos: string, sin: string] {
    const { g, config } = this;
    const headSize = config.hiddenSize / config.numAttentionHeads;
    const half = headSize / 2;
    const [apart, between] = [Math.ceil(config.maxLength / TURNS_BETWEEN), TURNS_BETWEEN];
    const halves = (table: string) => [this.columns(table, 0, half, 2), this.columns(table, half, headSize, 2)];
    const tables = () => [
      ...halves(g.values(`turns.${base}.apart`, [apart, 1, headSize], rotaryTurns(apart, headSize, base, between))),
      ...halves(g.values(`turns.${base}.between`, [1, between, headSize], rotaryTurns(between, headSize, base))),
    ];
    const upTo = (all: string) =>
      g.op('Slice', [
        g.op('Reshape', [all, g.int64(-1, half)]),
        g.int64(0),
        g.op('Slice', [g.op('Shape', ['input_ids']), g.int64(1), g.int64(2)]),
      ]);
    const product = (x: string, y: string) => g.op('Mul', [x, y]);
    const cos = this.once(`cos.${base}`, () => {
      const [farCos, farSin, nearCos, nearSin] = tables();
      return upTo(g.op('Sub', [product(farCos, nearCos), product(farSin, nearSin)]));
    });
    const sin = this.once(`sin.${base}`, () => {
      const [farCos, farSin, nearCos, nearSin] = tables();
      return upTo(g.op('Add', [product(farSin, nearCos), product(farCos, nearSin)]));
    });
    return [cos, sin];
  }

  private columns(x: string, from: number, to: number, axis = 1): string {
    const { g } = this;
    return g.op('Slice', [x, g.int64(from), g.int64(to), g.int64(axis)]);
  }

  /** 0, 1, … up to the length of the batch: int64 [L]. */
  private places(): string {
    const { g } = this;
    return this.once('places', () =>
      g.op('Range', [g.scalar(0), g.op('Gather', [g.op('Shape', ['input_ids']), g.scalar(1)]), g.scalar(1)]),
    );
  }

  /** From row to column, int64 [L, L]. */
  private distances(): string {
    const { g } = this;
    const across = (axis: number) => g.op('Unsqueeze', [this.places(), g.int64(axis)]);
    return this.once('distances', () => g.op('Sub', [across(0), across(1)]));
  }

  /** The mask's bias, and the lowest float beyond the reach: [B, 1, L, L]. */
  private localBias(reach: number): string {
    const { g } = this;
    return this.once(`localBias.${reach}`, () => {
      const beyond = g.op('Greater', [g.op('Abs', [this.distances()]), g.int64(reach)]);
      return g.op('Where', [beyond, g.float(LOWEST_FLOAT), this.maskBias()]);
    });
  }

  /** 0 where attention_mask is 1 and the lowest float where it is 0, as [B, 1, 1, L] to add to scores. */
  private maskBias(): string {
    const { g } = this;
    return this.once('maskBias', () => {
      const mask = g.op('Cast', [g.op('Unsqueeze', ['attention_mask', g.int64(1, 2)])], { to: ElementType.FLOAT });
      return g.op('Mul', [g.op('Sub', [g.float(1), mask]), g.float(LOWEST_FLOAT)]);
    });
  }

  private rowsOf(table: string, by: TokenRow): string {
    const { g, config } = this;
    if (by === 'words') return g.op('Gather', [table, 'input_ids']);
    if (by === 'types') return g.op('Gather', [table, config.typeVocabSize > 1 ? 'token_type_ids' : g.int64(0)]);
    if (config.positionIds === 'fromZero') {
      const length = g.op('Slice', [g.op('Shape', ['input_ids']), g.int64(1), g.int64(2)]);
      return g.op('Slice', [table, g.int64(0), length]);
    }
    const counted = g.op('Cast', [g.op('Not', [g.op('Equal', ['input_ids', g.int64(config.padTokenId)])])], { to: ElementType.INT64 });
    const counts = g.op('Mul', [g.op('CumSum', [counted, g.scalar(1)]), counted]);
    return g.op('Gather', [table, g.op('Add', [counts, g.int64(config.padTokenId)])]);
  }

  private flat({ name, width, broadcast }: GraphTensor): string {
    return broadcast ? this.g.op('Reshape', [name, this.g.int64(-1, width)]) : name;
  }

  private once(key: string, write: () => string): string {
    const name = this.common.get(key) ?? write();
    this.common.set(key, name);
    return name;
  }

  private parameters(name: string, bias: boolean): string[] {
    return [this.weight(`${name}.weight`), ...(bias ? [this.weight(`${name}.bias`)] : [])];
  }

  private weight(name: string): string {
    const tensor = this.weights.get(name);
    if (!tensor) throw new RangeError(`no weight is called ${name}`);
    return this.g.weight(name, tensor.dtype, tensor.shape, this.locations[tensor.file], tensor.offset, tensor.length);
  }
}
