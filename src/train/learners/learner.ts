/** What the loop drives, whether the encoder is frozen or learns: it turns planned batches into steps, and evaluates. */
import type { PlannedBatch } from '../plan/epochPlan';
import type { TrainingState } from '../step/trainingState';
import type { Evaluated } from './evaluator';

export interface Learner {
  readonly state: TrainingState;
  /** Tasks whose labels teach anything in an epoch, counted from 1. */
  teaching(epoch: number): string[];
  /** Makes ready what the epoch needs. @param steps of the epoch */
  startEpoch(epoch: number, steps: PlannedBatch[][]): Promise<void>;
  /** Puts one step on its way. @param factor of the learning rates, from the schedule */
  run(step: PlannedBatch[], factor: number): Promise<void>;
  /** Of all tasks on the validation split, with the parameters as they are. */
  evaluate(): Promise<Evaluated>;
  destroy(): void;
}
