/** CPU references of binaryCrossEntropy and its gradient. Shapes as in binaryCrossEntropy.ts. */
import type { Floats } from '../floats';
import { share } from '../meanLoss';

export function binaryCrossEntropyReference(logits: Floats, targets: Floats, out: Floats, count: number): void {
  let sum = 0;
  let known = 0;
  for (let i = 0; i < count; i++) {
    const x = logits[i];
    if (targets[i] < 0) continue;
    sum += Math.max(x, 0) - x * targets[i] + Math.log1p(Math.exp(-Math.abs(x)));
    known++;
  }
  out[0] = share(sum, known);
  out[1] = known;
}

export function binaryCrossEntropyBackwardReference(
  { logits, targets, loss, upstream }: Record<'logits' | 'targets' | 'loss' | 'upstream', Floats>,
  out: Floats,
  count: number,
): void {
  const scale = share(upstream[0], loss[1]);
  for (let i = 0; i < count; i++) out[i] = targets[i] < 0 ? 0 : (1 / (1 + Math.exp(-logits[i])) - targets[i]) * scale;
}
