/**
 * What an encoder computes with, as nodes of an ONNX graph. Tokens are kept as a [B·L, width] matrix except inside
 * attention, and linear layers are `Gemm` with `transB`, which reads PyTorch's [out, in] weights in place.
 */
import type { EncoderConfig, EncoderOps, TokenRow } from '../../architectures/architecture';
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

  layerNorm(x: GraphTensor, name: string): GraphTensor {
    const inputs = [this.flat(x), this.weight(`${name}.weight`), this.weight(`${name}.bias`)];
    return { name: this.g.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: this.config.layerNormEps } }), width: x.width };
  }

  dropout(x: GraphTensor): GraphTensor {
    return x;
  }

  linear(x: GraphTensor, name: string, outputs: number): GraphTensor {
    const inputs = [this.flat(x), this.weight(`${name}.weight`), this.weight(`${name}.bias`)];
    return { name: this.g.op('Gemm', inputs, { transB: 1 }), width: outputs };
  }

  linearResidual(x: GraphTensor, name: string, residual: GraphTensor): GraphTensor {
    return this.add(this.linear(x, name, residual.width), residual);
  }

  activation({ name: x, width }: GraphTensor): GraphTensor {
    return { name: activated(this.g, x, this.config.hiddenAct), width };
  }

  /** Added to the mask's, [B, heads, L, L]. */
  relativeBias(name: string, _buckets: number, bucketOf: readonly number[]): GraphTensor {
    const { g } = this;
    const length = g.op('Gather', [g.op('Shape', ['input_ids']), g.scalar(1)]);
    const places = g.op('Range', [g.scalar(0), length, g.scalar(1)]);
    const across = (axis: number) => g.op('Unsqueeze', [places, g.int64(axis)]);
    const distances = g.op('Sub', [across(0), across(1)]);
    const rows = g.op('Gather', [g.int64Table(`${name}.buckets`, bucketOf), g.op('Add', [distances, g.int64((bucketOf.length - 1) / 2)])]);
    const values = g.op('Transpose', [g.op('Gather', [this.weight(`${name}.weight`), rows])], { perm: [2, 0, 1] });
    return { name: g.op('Add', [g.op('Unsqueeze', [values, g.int64(0)]), this.maskBias()]), width: bucketOf.length };
  }

  attention(x: GraphTensor, at: string, [query, key, value]: readonly [string, string, string], bias?: GraphTensor): GraphTensor {
    const { g, config } = this;
    const { hiddenSize, numAttentionHeads } = config;
    return g.in('attention', () => {
      const splitHeads = this.once('splitHeads', () =>
        g.op('Concat', [g.op('Shape', ['input_ids']), g.int64(numAttentionHeads, hiddenSize / numAttentionHeads)], { axis: 0 }),
      );
      const heads = (part: string, perm: number[]) =>
        g.op('Transpose', [g.op('Reshape', [this.linear(x, `${at}.${part}`, hiddenSize).name, splitHeads])], { perm });
      const scale = g.float(Math.sqrt(hiddenSize / numAttentionHeads));
      const products = g.op('MatMul', [heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1])]);
      const scores = g.op('Add', [g.op('Div', [products, scale]), bias?.name ?? this.maskBias()]);
      const context = g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), heads(value, [0, 2, 1, 3])]);
      const merged = g.op('Transpose', [context], { perm: [0, 2, 1, 3] });
      return { name: g.op('Reshape', [merged, g.int64(-1, hiddenSize)]), width: hiddenSize };
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

  private weight(name: string): string {
    const tensor = this.weights.get(name);
    if (!tensor) throw new RangeError(`no weight is called ${name}`);
    return this.g.weight(name, tensor.dtype, tensor.shape, this.locations[tensor.file], tensor.offset, tensor.length);
  }
}
