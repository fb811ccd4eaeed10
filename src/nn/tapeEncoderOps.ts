/** What an encoder computes with, put on a tape: one of these for each depth. */
import type { EncoderConfig, EncoderOps, TokenRow } from '../architectures/architecture';
import { activation } from '../autodiff/ops/activation';
import { add } from '../autodiff/ops/add';
import { attention } from '../autodiff/ops/attention';
import { dropout } from '../autodiff/ops/dropout';
import { embedding } from '../autodiff/ops/embedding';
import { layerNorm } from '../autodiff/ops/layerNorm';
import { linear, linearResidual } from '../autodiff/ops/linear';
import type { Tape, Value } from '../autodiff/tape';
import { linkTokens } from '../kernels/embedding/embedding';

/** Links of token ids, of positions and of token types; see linkTokens. */
export type TokenLinks = Record<TokenRow, Value>;

export interface DepthInputs {
  /** Of the embeddings at 0, of layer i at i + 1. */
  depth: number;
  sequences: Value;
  constant(name: string, shape: number[], data: Uint32Array<ArrayBuffer>): Value;
  /** What the embeddings need. */
  links?: TokenLinks;
  /** Where something is dropped: u32 [2] of seed and step. */
  counter?: Value;
}

/** Dropouts of one depth at most, so that no two share a key. */
const DROPOUTS_PER_DEPTH = 4;

export class TapeEncoderOps implements EncoderOps<Value> {
  private dropouts = 0;

  constructor(
    private readonly tape: Tape,
    private readonly config: EncoderConfig,
    private readonly parameter: (name: string) => Value,
    private readonly inputs: DepthInputs,
  ) {}

  embedding(name: string, by: TokenRow): Value {
    const { links } = this.inputs;
    if (!links) throw new RangeError(`${name} needs token ids`);
    return this.tape.apply(embedding, [this.parameter(`${name}.weight`), links[by]], {});
  }

  add(a: Value, b: Value): Value {
    return this.tape.apply(add, [a, b], {});
  }

  layerNorm(x: Value, name: string): Value {
    return this.tape.apply(layerNorm, [x, ...this.weightAndBias(name)], { epsilon: this.config.layerNormEps });
  }

  dropout(x: Value): Value {
    const attributes = this.dropoutOf(this.config.hiddenDropoutProb);
    const { counter } = this.inputs;
    return counter && attributes.probability > 0 ? this.tape.apply(dropout, [x, counter], attributes) : x;
  }

  linear(x: Value, name: string): Value {
    return this.tape.apply(linear, [x, ...this.weightAndBias(name)], { relu: false });
  }

  linearResidual(x: Value, name: string, residual: Value, drops: boolean): Value {
    const attributes = this.dropoutOf(drops ? this.config.hiddenDropoutProb : 0);
    const { counter } = this.inputs;
    const inputs = [x, ...this.weightAndBias(name), residual, ...(counter && attributes.probability > 0 ? [counter] : [])];
    return this.tape.apply(linearResidual, inputs, attributes);
  }

  activation(x: Value): Value {
    return this.tape.apply(activation, [x], { kind: this.config.hiddenAct });
  }

  /** [distances, heads] */
  relativeBias(name: string, _buckets: number, bucketOf: readonly number[]): Value {
    const links = this.inputs.constant(`${name}.buckets`, [bucketOf.length, 3], linkTokens(bucketOf));
    return this.tape.apply(embedding, [this.parameter(`${name}.weight`), links], {});
  }

  attention(x: Value, at: string, _parts: readonly string[], bias?: Value): Value {
    const { config, inputs } = this;
    const joined = this.linear(x, at);
    const attributes = { heads: config.numAttentionHeads, dropout: this.dropoutOf(config.attentionProbsDropoutProb) };
    return this.tape.apply(attention, [inputs.sequences, joined, ...(bias ? [bias] : [])], attributes);
  }

  private weightAndBias(name: string): Value[] {
    return [this.parameter(`${name}.weight`), this.parameter(`${name}.bias`)];
  }

  /** Each dropout has a key of its own, whether or not it drops. */
  private dropoutOf(probability: number): { probability: number; op: number } {
    const op = 10_000 + this.inputs.depth * DROPOUTS_PER_DEPTH + this.dropouts++;
    return { probability: this.inputs.counter ? probability : 0, op };
  }
}
