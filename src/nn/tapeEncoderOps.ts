/** What an encoder computes with, put on a tape: one of these for each depth. */

import type { AttentionLayer, EncoderConfig, EncoderOps, TokenRow } from '../architectures/architecture';
import { rotaryTurns } from '../architectures/rotary';
import type { Data } from '../autodiff/backend';
import { activation } from '../autodiff/ops/activation';
import { add } from '../autodiff/ops/add';
import { attention } from '../autodiff/ops/attention';
import { dropout } from '../autodiff/ops/dropout';
import { embedding } from '../autodiff/ops/embedding';
import { gatedActivation } from '../autodiff/ops/gatedActivation';
import { layerNorm } from '../autodiff/ops/layerNorm';
import { linear, linearResidual } from '../autodiff/ops/linear';
import { matmul } from '../autodiff/ops/matmul';
import { rotary } from '../autodiff/ops/rotary';
import type { Tape, Value } from '../autodiff/tape';
import type { Dropout } from '../kernels/dropout/dropout';
import { linkTokens } from '../kernels/embedding/embedding';

/** Links of token ids, of positions and of token types; see linkTokens. */
export type TokenLinks = Record<TokenRow, Value>;

export interface DepthInputs {
  /** Of the embeddings at 0, of layer i at i + 1. */
  depth: number;
  sequences: Value;
  /** Numbers that are the same for all batches; made once under each name. */
  constant(name: string, shape: number[], make: () => Data): Value;
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

  layerNorm(x: Value, name: string, bias = true): Value {
    const { constant } = this.inputs;
    const [weight, columns] = [this.parameter(`${name}.weight`), x.shape[1]];
    const shift = bias ? this.parameter(`${name}.bias`) : constant(`zeros.${columns}`, [columns], () => new Float32Array(columns));
    return this.tape.apply(layerNorm, [x, weight, shift], { epsilon: this.config.layerNormEps });
  }

  dropout(x: Value, probability: number): Value {
    return this.dropped(x, this.dropoutOf(probability));
  }

  linear(x: Value, name: string, _outputs: number, bias = true): Value {
    if (!bias) return this.tape.apply(matmul, [x, this.parameter(`${name}.weight`)], { transposeA: false, transposeB: true });
    return this.tape.apply(linear, [x, ...this.weightAndBias(name)], { relu: false });
  }

  linearResidual(x: Value, name: string, residual: Value, probability: number, bias = true): Value {
    const attributes = this.dropoutOf(probability);
    if (!bias) return this.add(this.dropped(this.linear(x, name, residual.shape[1], false), attributes), residual);
    const { counter } = this.inputs;
    const inputs = [x, ...this.weightAndBias(name), residual, ...(counter && attributes.probability > 0 ? [counter] : [])];
    return this.tape.apply(linearResidual, inputs, attributes);
  }

  gatedActivation(x: Value): Value {
    return this.tape.apply(gatedActivation, [x], { kind: this.config.hiddenAct });
  }

  activation(x: Value): Value {
    return this.tape.apply(activation, [x], { kind: this.config.hiddenAct });
  }

  /** [distances, heads] */
  relativeBias(name: string, _buckets: number, bucketOf: readonly number[]): Value {
    const links = this.inputs.constant(`${name}.buckets`, [bucketOf.length, 3], () => linkTokens(bucketOf));
    return this.tape.apply(embedding, [this.parameter(`${name}.weight`), links], {});
  }

  attention(x: Value, { at, biases, relativeBias, rotary: base, reach }: AttentionLayer<Value>): Value {
    const { config, inputs, tape } = this;
    const heads = config.numAttentionHeads;
    const joined = this.linear(x, at, 3 * config.hiddenSize, biases);
    const placed = base === undefined ? joined : tape.apply(rotary, [inputs.sequences, joined, this.turns(base)], { heads, back: false });
    const dropout = this.dropoutOf(config.attentionProbsDropoutProb);
    const attributes = { heads, dropout, ...(reach === undefined ? {} : { reach }) };
    return tape.apply(attention, [inputs.sequences, placed, ...(relativeBias ? [relativeBias] : [])], attributes);
  }

  /** Of every position that a sequence of the batch can have, [positions, head size]. */
  private turns(base: number): Value {
    const { config, inputs } = this;
    const headSize = config.hiddenSize / config.numAttentionHeads;
    const positions = Math.min(config.maxLength, inputs.sequences.shape[0] - 1);
    return inputs.constant(`turns.${base}`, [positions, headSize], () => rotaryTurns(positions, headSize, base));
  }

  private weightAndBias(name: string): Value[] {
    return [this.parameter(`${name}.weight`), this.parameter(`${name}.bias`)];
  }

  private dropped(x: Value, attributes: Dropout): Value {
    const { counter } = this.inputs;
    return counter && attributes.probability > 0 ? this.tape.apply(dropout, [x, counter], attributes) : x;
  }

  /** Each dropout has a key of its own, whether or not it drops. */
  private dropoutOf(probability: number): Dropout {
    const op = 10_000 + this.inputs.depth * DROPOUTS_PER_DEPTH + this.dropouts++;
    return { probability: this.inputs.counter ? probability : 0, op };
  }
}
