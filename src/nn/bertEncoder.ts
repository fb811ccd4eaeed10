/**
 * BERT's encoder (Devlin et al., 2018) on a tape, over packed tokens: the forward that can be
 * differentiated. Parameters are asked for by their Hugging Face names, those of query, key and value as one;
 * see stackAttention.
 */
import { activation } from '../autodiff/ops/activation';
import { add } from '../autodiff/ops/add';
import { attention } from '../autodiff/ops/attention';
import { dropout } from '../autodiff/ops/dropout';
import { embedding } from '../autodiff/ops/embedding';
import { layerNorm } from '../autodiff/ops/layerNorm';
import { linear, linearResidual } from '../autodiff/ops/linear';
import type { Tape, Value } from '../autodiff/tape';
import type { ActivationName } from '../kernels/activation/activation';

/** What of a model's config the forward needs. */
export interface EncoderConfig {
  numHiddenLayers: number;
  numAttentionHeads: number;
  hiddenAct: ActivationName;
  layerNormEps: number;
  hiddenDropoutProb: number;
  attentionProbsDropoutProb: number;
}

/** A batch of packed sequences. */
export interface PackedInputs {
  /** Token ids, or hidden states that are known already, from which the layers above go on. */
  source: TokenLinks | KnownStates;
  /** u32 [tokens + 1, 2]: seed and step, then where each token's sequence begins and ends. */
  sequences: Value;
  /** u32 [2] of seed and step, for dropout; without one nothing is dropped. */
  counter?: Value;
  /** Depth below which nothing is dropped either; see depthOf. Default: 0. */
  dropFrom?: number;
  /** Has each layer computed once more for its gradients instead of kept. Default: false. */
  recompute?: boolean;
}

/** Links of token ids, of positions and of token types; see linkTokens. */
export type TokenLinks = Record<'words' | 'positions' | 'types', Value>;

export interface KnownStates {
  /** [tokens, hidden] */
  states: Value;
  /** Layers that made them: 0 for the embeddings. */
  depth: number;
}

/** Dropouts of one layer at most, so that no two share a key. */
const DROPOUTS_A_LAYER = 4;

export class BertEncoder {
  constructor(
    private readonly tape: Tape,
    private readonly config: EncoderConfig,
    private readonly parameter: (name: string) => Value,
    private readonly inputs: PackedInputs,
  ) {}

  /** [tokens, hidden], the hidden state below the first layer. */
  private embeddings({ words, positions, types }: TokenLinks): Value {
    const { tape, parameter } = this;
    const of = (name: string, links: Value) => tape.apply(embedding, [parameter(`embeddings.${name}_embeddings.weight`), links], {});
    const sum = tape.apply(add, [tape.apply(add, [of('word', words), of('token_type', types)], {}), of('position', positions)], {});
    return this.drop(this.norm(sum, 'embeddings.LayerNorm'), 0, 0);
  }

  /** @param hidden [tokens, hidden]; @param index of the layer, from 0 */
  private layer(hidden: Value, index: number): Value {
    const { tape, config } = this;
    const at = `encoder.layer.${index}`;
    const joined = this.linear(hidden, `${at}.attention.self`);
    const probability = this.runsAsInTraining(index + 1) ? config.attentionProbsDropoutProb : 0;
    const attributes = { heads: config.numAttentionHeads, dropout: { probability, op: this.key(index + 1, 0) } };
    const attended = tape.apply(attention, [this.inputs.sequences, joined], attributes);
    const middle = this.blockEnd(attended, hidden, `${at}.attention.output`, index + 1, 1);
    const wide = tape.apply(activation, [this.linear(middle, `${at}.intermediate.dense`)], { kind: config.hiddenAct });
    return this.blockEnd(wide, middle, `${at}.output`, index + 1, 2);
  }

  /** [tokens, hidden], above all layers. */
  lastHiddenState(): Value {
    const { source, recompute = false } = this.inputs;
    const [known, depth] = 'states' in source ? [source.states, source.depth] : [this.embeddings(source), 0];
    let hidden = known;
    for (let index = depth; index < this.config.numHiddenLayers; index++) {
      const below = hidden;
      const layer = () => this.layer(below, index);
      hidden = recompute ? this.tape.recompute(layer) : layer();
    }
    return hidden;
  }

  private linear(x: Value, name: string): Value {
    return this.tape.apply(linear, [x, ...this.weightAndBias(name)], { relu: false });
  }

  private norm(x: Value, name: string): Value {
    return this.tape.apply(layerNorm, [x, ...this.weightAndBias(name)], { epsilon: this.config.layerNormEps });
  }

  private weightAndBias(name: string): Value[] {
    return [this.parameter(`${name}.weight`), this.parameter(`${name}.bias`)];
  }

  private drop(x: Value, layer: number, which: number): Value {
    const { counter } = this.inputs;
    const probability = this.config.hiddenDropoutProb;
    return counter && this.drops(layer) ? this.tape.apply(dropout, [x, counter], { probability, op: this.key(layer, which) }) : x;
  }

  /** A dense layer, what dropout leaves of it plus the residual, and their norm. */
  private blockEnd(x: Value, residual: Value, name: string, depth: number, which: number): Value {
    const { counter } = this.inputs;
    const drops = counter !== undefined && this.drops(depth);
    const sum = this.tape.apply(linearResidual, [x, ...this.weightAndBias(`${name}.dense`), residual, ...(drops ? [counter] : [])], {
      probability: drops ? this.config.hiddenDropoutProb : 0,
      op: this.key(depth, which),
    });
    return this.norm(sum, `${name}.LayerNorm`);
  }

  /** Whether hidden states of a depth lose anything. */
  private drops(depth: number): boolean {
    return this.config.hiddenDropoutProb > 0 && this.runsAsInTraining(depth);
  }

  private runsAsInTraining(depth: number): boolean {
    return this.inputs.counter !== undefined && depth >= (this.inputs.dropFrom ?? 0);
  }

  private key(layer: number, which: number): number {
    return 10_000 + layer * DROPOUTS_A_LAYER + which;
  }
}
