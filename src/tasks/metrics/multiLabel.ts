/**
 * Metrics where an example may have any number of labels (as sklearn.metrics counts indicator matrices, zero_division 0).
 * Matrices lie row by row: 1 where an example has a label, 0 where it does not, below 0 where that is not known.
 */
import { type ClassScores, scores } from './classification';

export interface MultiLabelMetrics {
  /** Of all cells together. */
  microF1: number;
  /**
   * Mean F1 of the labels that occur in gold or prediction. scikit-learn's default averages over all labels, those that
   * occur nowhere with an F1 of 0: its score is then lower.
   */
  macroF1: number;
  /** Share of rows of which every known cell is right (subset accuracy). */
  exactMatch: number;
  /** Share of known cells that are wrong. */
  hammingLoss: number;
  perLabel: ClassScores[];
  /** Rows with at least one known cell; the others count nowhere. */
  count: number;
}

/**
 * @param gold [rows, labels]; cells below 0 are skipped
 * @param predicted [rows, labels], 0 or 1
 * @throws RangeError for matrices of unequal length, or one that does not consist of whole rows
 */
export function multiLabelMetrics(gold: Int8Array, predicted: Uint8Array, labels: number): MultiLabelMetrics {
  const rows = rowCount(gold, predicted, labels);
  const counts = Array.from({ length: labels }, () => ({ right: 0, predicted: 0, support: 0 }));
  let [cells, wrong, count, exact] = [0, 0, 0, 0];
  for (let r = 0; r < rows; r++) {
    let [known, missed] = [0, 0];
    for (let l = 0; l < labels; l++) {
      const [there, said] = [gold[r * labels + l], predicted[r * labels + l]];
      if (there < 0) continue;
      known++;
      if (there !== said) missed++;
      counts[l].support += there;
      counts[l].predicted += said;
      counts[l].right += there * said;
    }
    cells += known;
    wrong += missed;
    if (known > 0) count++;
    if (known > 0 && missed === 0) exact++;
  }
  const perLabel = counts.map((label) => scores(label.right, label.predicted, label.support));
  const sum = (field: 'right' | 'predicted' | 'support') => counts.reduce((total, label) => total + label[field], 0);
  const occurring = perLabel.filter((_, l) => counts[l].support + counts[l].predicted > 0);
  return {
    microF1: scores(sum('right'), sum('predicted'), sum('support')).f1,
    macroF1: occurring.reduce((total, { f1 }) => total + f1, 0) / Math.max(occurring.length, 1),
    exactMatch: exact / Math.max(count, 1),
    hammingLoss: wrong / Math.max(cells, 1),
    perLabel,
    count,
  };
}

/**
 * For each label the threshold with the highest F1 on these rows, where a probability of at least the threshold predicts
 * the label. Thresholds lie midway between neighbouring probabilities, and between 0 and the lowest one, where all
 * rows are predicted. Of equally good ones the nearest to 0.5, and of equally near ones the lower. A label that is known of no
 * positive or of no negative row keeps 0.5.
 *
 * @param gold [rows, labels]; cells below 0 are skipped
 * @param probabilities [rows, labels], 0 to 1
 * @throws RangeError as {@link multiLabelMetrics}
 */
export function bestThresholds(gold: Int8Array, probabilities: Float32Array | Float64Array, labels: number): number[] {
  const rows = rowCount(gold, probabilities, labels);
  return Array.from({ length: labels }, (_, l) => {
    const cells: { there: number; probability: number }[] = [];
    for (let at = l; at < rows * labels; at += labels) {
      if (gold[at] >= 0) cells.push({ there: gold[at], probability: probabilities[at] });
    }
    return bestThreshold(cells);
  });
}

function bestThreshold(cells: { there: number; probability: number }[]): number {
  const positives = cells.reduce((sum, { there }) => sum + there, 0);
  if (positives === 0 || positives === cells.length) return 0.5;
  const falling = cells.toSorted((a, b) => b.probability - a.probability);
  let best = { f1: -1, threshold: 0.5 };
  let right = 0;
  for (const [i, { there, probability }] of falling.entries()) {
    right += there;
    const below = falling[i + 1]?.probability ?? 0;
    if (below === probability && i + 1 < falling.length) continue;
    // From whole numbers in a single division, so that equal scores are equal numbers.
    const f1 = (2 * right) / (i + 1 + positives);
    const threshold = (probability + below) / 2;
    if (f1 > best.f1 || (f1 === best.f1 && Math.abs(threshold - 0.5) <= Math.abs(best.threshold - 0.5))) best = { f1, threshold };
  }
  return best.threshold;
}

function rowCount(gold: Int8Array, other: ArrayLike<number>, labels: number): number {
  if (gold.length !== other.length) throw new RangeError(`${gold.length} gold cells, ${other.length} predicted ones`);
  if (gold.length % labels !== 0) throw new RangeError(`${gold.length} cells are not whole rows of ${labels} labels`);
  return gold.length / labels;
}
