/** What the loop drives, whether the encoder is frozen or learns: it turns planned batches into steps, and judges. */
import type { PlannedBatch } from './epochPlan';
import type { Evaluation } from './evaluate';
import type { TaskName } from './task';
import type { TrainingState } from './trainingState';

export interface Learner {
  readonly state: TrainingState;
  /** Tasks whose labels teach anything in an epoch, counted from 1. */
  teaching(epoch: number): TaskName[];
  /** Makes ready what the epoch needs. @param steps of the epoch */
  startEpoch(epoch: number, steps: PlannedBatch[][]): Promise<void>;
  /** Puts one step on its way. @param factor of the learning rates, from the schedule */
  run(step: PlannedBatch[], factor: number): void;
  /** Of all tasks on the validation split, with the parameters as they are. */
  evaluate(): Promise<Evaluation>;
  destroy(): void;
}
