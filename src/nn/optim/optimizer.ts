/** What a training step asks of an optimiser: parameters, gradients and whatever it remembers lie with it. */
import type { Store } from '../../autodiff/backend';
import type { Tape, Value } from '../../autodiff/tape';

/** Parameters that share a rate and a decay, and sit steps out together. */
export interface ParameterGroup {
  learningRate: number;
  weightDecay: number;
  /** The layer of the encoder they belong to, counted from the embeddings at 0; or else the task. */
  of: { depth: number } | { task: string; uncertainty?: boolean };
}

/** All that a run needs to go on where it was. */
export interface OptimizerState {
  parameters: Float32Array<ArrayBuffer>;
  moments: Float32Array<ArrayBuffer>;
  /** Steps that each group has taken. */
  steps: number[];
}

/** What an optimiser's state holds of one parameter. */
export interface ParameterState {
  value: Float32Array<ArrayBuffer>;
  /** First and second moment. */
  moment: Float32Array<ArrayBuffer>;
  square: Float32Array<ArrayBuffer>;
  /** Steps that it has taken. */
  steps: number;
}

export interface Optimizer {
  /** Where each parameter lies. */
  readonly values: ReadonlyMap<string, Store>;
  /** Where its gradient is to be written. */
  readonly gradients: ReadonlyMap<string, Store>;
  /** Gradients of all parameters, one behind another. */
  readonly flatGradients: Store;
  /**
   * Puts clipping and the update at the end of a tape.
   *
   * @param places receives where the optimiser's own inputs lie
   * @param from where the gradients of all parameters lie. Default: where steps write them
   * @returns the gradient norm before clipping, [1]: an output to be computed
   */
  trace(tape: Tape, places: Map<Value, Store>, from?: Store): Value;
  /**
   * To be called before gradients are computed. What an earlier step left in those of other groups would
   * count in the norm: it is cleared.
   *
   * @param takesPart groups whose gradients are about to be written
   */
  begin(takesPart: (group: ParameterGroup) => boolean): void;
  /**
   * To be called before a run of the traced update.
   *
   * @param factorOf what each group's rate is multiplied by; groups for which there is none keep values,
   *   moments and step count
   */
  advance(factorOf: (group: ParameterGroup) => number | undefined): void;
  /** Copies the parameters out. */
  read(): Promise<Map<string, Float32Array<ArrayBuffer>>>;
  state(): Promise<OptimizerState>;
  restore(state: OptimizerState): void;
  /** A state by the names of the parameters. */
  named(state: OptimizerState): Map<string, ParameterState>;
  destroy(): void;
}
