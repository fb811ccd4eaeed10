/** Accuracy, macro-F1 and confusions of a classification (as sklearn.metrics counts them). */
import { IGNORE_INDEX } from '../../nn/losses';

export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  /** How often it is in the gold labels. */
  support: number;
}

/** How often a class was taken for another, or for itself. Of 5,000 classes a matrix has 25 million cells, nearly all of them empty. */
export type ConfusionCell = [gold: number, predicted: number, count: number];

export interface ClassificationMetrics {
  accuracy: number;
  /** Mean F1 of the classes that occur in gold or prediction. */
  macroF1: number;
  /** Cells of the confusion matrix that are not empty. */
  cells: ConfusionCell[];
  perClass: ClassScores[];
  /** Examples that have a gold label. */
  count: number;
}

/** @param gold class ids, −100 where unknown; @param classes how many there are */
export function classificationMetrics(gold: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): ClassificationMetrics {
  const cells = new Map<number, number>();
  const [right, found, support] = [new Uint32Array(classes), new Uint32Array(classes), new Uint32Array(classes)];
  let count = 0;
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] === IGNORE_INDEX) continue;
    const cell = gold[i] * classes + predicted[i];
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    support[gold[i]]++;
    found[predicted[i]]++;
    if (gold[i] === predicted[i]) right[gold[i]]++;
    count++;
  }
  const perClass = Array.from(right, (value, c) => scores(value, found[c], support[c]));
  const present = perClass.filter((_, c) => support[c] > 0 || found[c] > 0);
  const correct = right.reduce((sum, value) => sum + value, 0);
  return {
    accuracy: share(correct, count),
    macroF1: share(
      present.reduce((sum, { f1 }) => sum + f1, 0),
      present.length,
    ),
    cells: [...cells].map(([cell, times]) => [Math.floor(cell / classes), cell % classes, times]),
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
