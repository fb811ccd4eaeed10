/** A task's share of the total loss: by a fixed weight, or by its learned uncertainty (Kendall, Gal & Cipolla, 2018). */
import { type BufferSlice, type Dispatcher, floatBits } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './weighLoss.wgsl?raw';

const kernel = (entryPoint: string): Kernel => ({ name: `weighLoss.${entryPoint}`, wgsl, entryPoint });
const KERNELS = { forward: kernel('forward'), lossGradient: kernel('lossGradient'), varianceGradient: kernel('varianceGradient') };

export interface LossWeight {
  /** λ, where the weight is fixed. */
  weight: number;
  /** True where the log-variance decides. */
  learned: boolean;
}

/**
 * @param loss [2]: a mean, and the count or weight that it is the mean over; @param logVariance [1], read only when learned
 * @param out [1]
 */
export function weighLoss(to: Dispatcher, loss: BufferSlice, logVariance: BufferSlice, out: BufferSlice, how: LossWeight): void {
  to.dispatch(KERNELS.forward, words(how), [loss, logVariance, out], [1]);
}

/** @param out [2]: the gradient of the loss, and 0 for the count beside it */
export function lossGradient(
  to: Dispatcher,
  loss: BufferSlice,
  logVariance: BufferSlice,
  upstream: BufferSlice,
  out: BufferSlice,
  how: LossWeight,
): void {
  to.dispatch(KERNELS.lossGradient, words(how), [loss, logVariance, upstream, out], [1]);
}

/** @param out [1] */
export function varianceGradient(
  to: Dispatcher,
  loss: BufferSlice,
  logVariance: BufferSlice,
  upstream: BufferSlice,
  out: BufferSlice,
  how: LossWeight,
): void {
  to.dispatch(KERNELS.varianceGradient, words(how), [loss, logVariance, upstream, out], [1]);
}

const words = ({ weight, learned }: LossWeight) => [floatBits(weight), Number(learned)];
