/** CPU references of weightedCrossEntropy and its gradient. Shapes as in weightedCrossEntropy.ts. */
import { IGNORE_INDEX } from '../crossEntropy/crossEntropy';
import { logSumExp } from '../crossEntropy/reference';
import type { Floats } from '../floats';
import { share } from '../meanLoss';
import type { WeightedSizes } from './weightedCrossEntropy';

interface Inputs {
  logits: Floats;
  labels: ArrayLike<number>;
  weights: Floats;
}

export function weightedCrossEntropyReference(inputs: Inputs, out: Floats, sizes: WeightedSizes): void {
  const { logits, labels, weights } = inputs;
  const { rows, classes } = sizes;
  let sum = 0;
  let weight = 0;
  for (let r = 0; r < rows; r++) {
    if (labels[r] === IGNORE_INDEX) continue;
    const first = r * classes;
    const norm = logSumExp(logits, first, classes);
    for (let c = 0; c < classes; c++) sum += factor(weights, c, labels[r], sizes) * (norm - logits[first + c]);
    weight += weights[labels[r]];
  }
  out[0] = share(sum, weight);
  out[1] = weight;
}

export function weightedCrossEntropyBackwardReference(
  { logits, labels, weights, loss, upstream }: Inputs & Record<'loss' | 'upstream', Floats>,
  out: Floats,
  sizes: WeightedSizes,
): void {
  const { rows, classes } = sizes;
  const scale = share(upstream[0], loss[1]);
  for (let r = 0; r < rows; r++) {
    const first = r * classes;
    if (labels[r] === IGNORE_INDEX) {
      out.fill(0, first, first + classes);
      continue;
    }
    const norm = logSumExp(logits, first, classes);
    let all = 0;
    for (let c = 0; c < classes; c++) all += factor(weights, c, labels[r], sizes);
    for (let c = 0; c < classes; c++) {
      out[first + c] = (all * Math.exp(logits[first + c] - norm) - factor(weights, c, labels[r], sizes)) * scale;
    }
  }
}

/** What −log p[c] counts in its row's loss. */
function factor(weights: Floats, c: number, label: number, { classes, smoothing }: WeightedSizes): number {
  return weights[c] * ((c === label ? 1 - smoothing : 0) + smoothing / classes);
}
