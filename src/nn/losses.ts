/**
 * The loss of several tasks on one tape, summed by fixed weights or by learned uncertainty
 * (Kendall, Gal & Cipolla, 2018: exp(−s)·L + s/2 with s = log σ²).
 */
import { add } from '../autodiff/ops/add';
import { weighLoss } from '../autodiff/ops/weighLoss';
import type { Tape, Value } from '../autodiff/tape';

export { IGNORE_INDEX } from '../kernels/crossEntropy/crossEntropy';

export interface TaskLoss {
  /** [2]: the mean, and what it is a mean over. */
  loss: Value;
  /** λ, where it is fixed. */
  weight: number;
  /** s, [1]: learned where `uncertainty`, else unread. */
  logVariance: Value;
}

/** @returns the weighted sum, [1] */
export function jointLoss(tape: Tape, tasks: TaskLoss[], uncertainty: boolean): Value {
  const shares = tasks.map(({ loss, weight, logVariance }) => tape.apply(weighLoss, [loss, logVariance], { weight, learned: uncertainty }));
  return shares.reduce((sum, share) => tape.apply(add, [sum, share], {}));
}
