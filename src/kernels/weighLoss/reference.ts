/** CPU references of weighLoss and its gradients. Shapes as in weighLoss.ts. */
import type { Floats } from '../floats';
import type { LossWeight } from './weighLoss';

const factor = (logVariance: Floats, { weight, learned }: LossWeight) => (learned ? Math.exp(-logVariance[0]) : weight);

export function weighLossReference(loss: Floats, logVariance: Floats, out: Floats, how: LossWeight): void {
  out[0] = loss[1] > 0 ? factor(logVariance, how) * loss[0] + (how.learned ? logVariance[0] / 2 : 0) : 0;
}

export function lossGradientReference(loss: Floats, logVariance: Floats, upstream: Floats, out: Floats, how: LossWeight): void {
  out[0] = loss[1] > 0 ? factor(logVariance, how) * upstream[0] : 0;
  out[1] = 0;
}

export function varianceGradientReference(loss: Floats, logVariance: Floats, upstream: Floats, out: Floats, how: LossWeight): void {
  out[0] = loss[1] > 0 && how.learned ? (0.5 - factor(logVariance, how) * loss[0]) * upstream[0] : 0;
}
