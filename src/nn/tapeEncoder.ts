/**
 * An encoder on a tape, over packed tokens: the forward that can be differentiated. Parameters are asked for by their
 * Hugging Face names, those of query, key and value as one; see stackAttention.
 */
import type { EncoderConfig } from '../architectures/architecture';
import { architectureOf } from '../architectures/registry';
import type { Data } from '../autodiff/backend';
import type { Tape, Value } from '../autodiff/tape';
import { TapeEncoderOps, type TokenLinks } from './tapeEncoderOps';

/** A batch of packed sequences. */
export interface PackedInputs {
  /** Token ids, or hidden states that are known already, from which the layers above go on. */
  source: TokenLinks | KnownStates;
  /** u32 [tokens + 1, 2]: seed and step, then where each token's sequence begins and ends. */
  sequences: Value;
  /** Places numbers that are the same for all batches. */
  constant(name: string, shape: number[], data: Data): Value;
  /** u32 [2] of seed and step, for dropout; without one nothing is dropped. */
  counter?: Value;
  /** Depth below which nothing is dropped either. Default: 0. */
  dropFrom?: number;
  /** Has each layer computed once more for its gradients instead of kept. Default: false. */
  recompute?: boolean;
}

export interface KnownStates {
  /** [tokens, hidden] */
  states: Value;
  /** Layers that made them: 0 for the embeddings. */
  depth: number;
}

/** @returns [tokens, hidden] each: the embeddings and what every layer makes of them, from the depth that is known already */
export function hiddenStates(tape: Tape, config: EncoderConfig, parameter: (name: string) => Value, inputs: PackedInputs): Value[] {
  const { source, sequences, counter, dropFrom = 0, recompute = false } = inputs;
  const architecture = architectureOf(config);
  const constants = new Map<string, Value>();
  const constant = (name: string, shape: number[], make: () => Data) => {
    const value = constants.get(name) ?? inputs.constant(name, shape, make());
    constants.set(name, value);
    return value;
  };
  const at = (depth: number) =>
    new TapeEncoderOps(tape, config, parameter, {
      sequences,
      constant,
      depth,
      ...('words' in source ? { links: source } : {}),
      ...(counter && depth >= dropFrom ? { counter } : {}),
    });
  const known = 'states' in source ? source : { states: architecture.embeddings(at(0), config), depth: 0 };
  const shared = known.depth < config.numHiddenLayers ? architecture.shared?.(at(0), config) : undefined;
  let hidden = known.states;
  const states = [hidden];
  for (let index = known.depth; index < config.numHiddenLayers; index++) {
    const below = hidden;
    const layer = () => architecture.layer(at(index + 1), config, below, index, shared);
    hidden = recompute ? tape.recompute(layer) : layer();
    if (index + 1 === config.numHiddenLayers && architecture.finish) hidden = architecture.finish(at(index + 1), config, hidden);
    states.push(hidden);
  }
  return states;
}
