/**
 * A linear layer on many rows in float32, fitted around their mean: it takes far fewer steps, and biases take the mean up, so that
 * what is found is the same.
 */
import { type Coefficients, type FittedRows, fitLinear } from './linearModel';
import type { NewtonOptions } from './newton';

export type SingleRows = FittedRows<Float32Array<ArrayBuffer>>;

/** As {@link fitLinear}. @param start changed: where the search begins. Default: zeros */
export async function fitCentred(rows: SingleRows, C: number, options: NewtonOptions, start?: Coefficients): Promise<Coefficients> {
  const { width, outputs } = rows;
  const mean = meanOf(rows);
  const x = new Float32Array(rows.x.length);
  for (let i = 0; i < x.length; i++) x[i] = rows.x[i] - mean[i % width];
  const from = start ?? new Float64Array(outputs * (width + 1));
  moveBiases(from, mean, 1);
  const found = await fitLinear({ ...rows, x }, C, options, from);
  moveBiases(found, mean, -1);
  return found;
}

function meanOf({ x, count, width }: SingleRows): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) mean[j] += x[i * width + j] / count;
  return mean;
}

/** To biases beside rows from which the mean was taken, or back. */
function moveBiases(theta: Coefficients, mean: Float64Array, sign: 1 | -1): void {
  const size = mean.length + 1;
  for (let at = 0; at < theta.length; at += size) {
    for (let j = 0; j < mean.length; j++) theta[at + mean.length] += sign * theta[at + j] * mean[j];
  }
}
