/** CPU references of squaredError and its gradient. Shapes as in squaredError.ts. */
import type { Floats } from '../floats';
import { share } from '../meanLoss';

export function squaredErrorReference(predictions: Floats, targets: Floats, out: Floats, rows: number): void {
  let sum = 0;
  let known = 0;
  for (let r = 0; r < rows; r++) {
    if (targets[2 * r + 1] === 0) continue;
    sum += (predictions[r] - targets[2 * r]) ** 2;
    known++;
  }
  out[0] = share(sum, known);
  out[1] = known;
}

export function squaredErrorBackwardReference(
  { predictions, targets, loss, upstream }: Record<'predictions' | 'targets' | 'loss' | 'upstream', Floats>,
  out: Floats,
  rows: number,
): void {
  const scale = share(upstream[0], loss[1]);
  for (let r = 0; r < rows; r++) out[r] = targets[2 * r + 1] === 0 ? 0 : 2 * (predictions[r] - targets[2 * r]) * scale;
}
