/** CPU references of crossEntropy and its gradient. Shapes as in crossEntropy.ts. */
import type { Floats } from '../floats';
import { share } from '../meanLoss';
import { IGNORE_INDEX } from './crossEntropy';

export function crossEntropyReference(logits: Floats, labels: ArrayLike<number>, out: Floats, rows: number, classes: number): void {
  let sum = 0;
  let count = 0;
  for (let r = 0; r < rows; r++) {
    if (labels[r] === IGNORE_INDEX) continue;
    sum += logSumExp(logits, r * classes, classes) - logits[r * classes + labels[r]];
    count++;
  }
  out[0] = share(sum, count);
  out[1] = count;
}

export function crossEntropyBackwardReference(
  { logits, labels, loss, upstream }: { logits: Floats; labels: ArrayLike<number>; loss: Floats; upstream: Floats },
  out: Floats,
  rows: number,
  classes: number,
): void {
  const scale = share(upstream[0], loss[1]);
  for (let r = 0; r < rows; r++) {
    const first = r * classes;
    if (labels[r] === IGNORE_INDEX) {
      out.fill(0, first, first + classes);
      continue;
    }
    const norm = logSumExp(logits, first, classes);
    for (let c = 0; c < classes; c++) out[first + c] = (Math.exp(logits[first + c] - norm) - Number(c === labels[r])) * scale;
  }
}

/** log of the sum of exp over a row that begins at `first`, shifted by its maximum. */
export function logSumExp(logits: Floats, first: number, classes: number): number {
  let top = logits[first];
  for (let c = 1; c < classes; c++) top = Math.max(top, logits[first + c]);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(logits[first + c] - top);
  return top + Math.log(sum);
}
