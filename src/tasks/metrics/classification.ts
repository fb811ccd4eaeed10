/** Accuracy, macro-F1 and confusion matrix of a classification (as sklearn.metrics counts them). */
import { IGNORE_INDEX } from '../../nn/losses';

export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** How often it is in the gold labels. */
  support: number;
}

export interface ClassificationMetrics {
  accuracy: number;
  /** Mean F1 of the classes that occur in gold or prediction. */
  macroF1: number;
  /** [gold][predicted] */
  confusion: number[][];
  perClass: ClassScores[];
  /** Examples that have a gold label. */
  count: number;
}

/** @param gold class ids, −100 where unknown; @param classes how many there are */
export function classificationMetrics(gold: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): ClassificationMetrics {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let count = 0;
  let correct = 0;
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] === IGNORE_INDEX) continue;
    confusion[gold[i]][predicted[i]]++;
    count++;
    if (gold[i] === predicted[i]) correct++;
  }
  const perClass = confusion.map((row, c) =>
    scores(
      row[c],
      confusion.reduce((sum, other) => sum + other[c], 0),
      row.reduce((a, b) => a + b, 0),
    ),
  );
  const present = perClass.filter(({ support }, c) => support > 0 || confusion.some((row) => row[c] > 0));
  return {
    accuracy: share(correct, count),
    macroF1: share(
      present.reduce((sum, { f1 }) => sum + f1, 0),
      present.length,
    ),
    confusion,
    perClass,
    count,
  };
}

/** From how many were right, predicted and there; 0 where nothing was predicted or there. */
export function scores(right: number, predicted: number, support: number): ClassScores {
  const precision = share(right, predicted);
  const recall = share(right, support);
  return { precision, recall, f1: share(2 * precision * recall, precision + recall), support };
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
