/** A task's share of the total loss, by a fixed weight or by its learned log-variance (Kendall, Gal & Cipolla, 2018). */
import { lossGradientReference, varianceGradientReference, weighLossReference } from '../../kernels/weighLoss/reference';
import {
  type LossWeight,
  lossGradient as lossGradientKernel,
  varianceGradient as varianceGradientKernel,
  weighLoss as weighLossKernel,
} from '../../kernels/weighLoss/weighLoss';
import { type Op, requireShapes } from '../op';

/** Inputs: loss [2] of an op such as crossEntropy, log-variance [1]. Output [1]. */
export const weighLoss: Op<LossWeight> = {
  name: 'weighLoss',
  shape([loss, logVariance]) {
    requireShapes('weighLoss', loss[0] === 2 && logVariance[0] === 1, [loss, logVariance]);
    return [1];
  },
  gpu: (to, [loss, logVariance], output, { attributes }) => weighLossKernel(to, loss, logVariance, output, attributes),
  cpu: ([loss, logVariance], output, { attributes }) => weighLossReference(loss, logVariance, output, attributes),
  gradient: (tape, { inputs: [loss, logVariance], attributes }, upstream) => [
    () => tape.apply(weighLossGradient, [loss, logVariance, upstream], attributes),
    () => tape.apply(weighLossVariance, [loss, logVariance, upstream], attributes),
  ],
  flops: () => 4,
};

/** Inputs: loss, log-variance, the output's gradient. Output [2]: the loss's gradient, and 0. */
export const weighLossGradient: Op<LossWeight> = {
  name: 'weighLossGradient',
  shape: () => [2],
  gpu: (to, [loss, logVariance, upstream], output, { attributes }) =>
    lossGradientKernel(to, loss, logVariance, upstream, output, attributes),
  cpu: ([loss, logVariance, upstream], output, { attributes }) => lossGradientReference(loss, logVariance, upstream, output, attributes),
  flops: () => 2,
};

/** Inputs as above. Output [1]: the log-variance's gradient. */
export const weighLossVariance: Op<LossWeight> = {
  name: 'weighLossVariance',
  shape: () => [1],
  gpu: (to, [loss, logVariance, upstream], output, { attributes }) =>
    varianceGradientKernel(to, loss, logVariance, upstream, output, attributes),
  cpu: ([loss, logVariance, upstream], output, { attributes }) =>
    varianceGradientReference(loss, logVariance, upstream, output, attributes),
  flops: () => 4,
};
