/**
 * The loss of several tasks on one tape: cross-entropy each, summed by fixed weights or by learned
 * uncertainty (Kendall, Gal & Cipolla, 2018: exp(−s)·L + s/2 with s = log σ²).
 */
import { add } from '../autodiff/ops/add';
import { crossEntropy } from '../autodiff/ops/crossEntropy';
import { weighLoss } from '../autodiff/ops/weighLoss';
import type { Tape, Value } from '../autodiff/tape';

export { IGNORE_INDEX } from '../kernels/crossEntropy/crossEntropy';

export interface TaskLoss {
  /** [rows, classes] */
  logits: Value;
  /** i32 [rows], −100 for rows that do not count. */
  labels: Value;
  /** λ, where it is fixed. */
  weight: number;
  /** s, [1]: learned where `uncertainty`, else unread. */
  logVariance: Value;
}

/** @returns each task's mean loss and row count, [2]; and their weighted sum, [1] */
export function jointLoss(tape: Tape, tasks: TaskLoss[], uncertainty: boolean): { losses: Value[]; total: Value } {
  const losses = tasks.map(({ logits, labels }) => tape.apply(crossEntropy, [logits, labels], {}));
  const shares = tasks.map(({ weight, logVariance }, i) =>
    tape.apply(weighLoss, [losses[i], logVariance], { weight, learned: uncertainty }),
  );
  return { losses, total: shares.reduce((sum, share) => tape.apply(add, [sum, share], {})) };
}
