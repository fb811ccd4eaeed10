/**
 * One linear layer fitted to rows with L2 regularisation, to convergence and in float64: logistic regression for classes
 * (`softmax`) and for labels each on their own (`sigmoid`), ridge regression for numbers (`identity`). What is least is
 * C · Σ loss + ½ ‖W‖², biases left out of the norm: scikit-learn's LogisticRegression(C), and Ridge(alpha = 1 / C).
 */
import { matmulOnCpu } from '../../kernels/matmul/cpu';
import { minimise, type NewtonOptions } from './newton';
import { dotAt } from './vectors';

export type Link = 'softmax' | 'sigmoid' | 'identity';

/** Rows in float32 have products in float32, too, by SIMD: twenty times as fast, to six digits. Everything else stays in float64. */
export type RowValues = Float64Array | Float32Array<ArrayBuffer>;

export interface FittedRows<X extends RowValues = Float64Array> {
  link: Link;
  /** Rows. */
  count: number;
  width: number;
  outputs: number;
  /** [count, width] */
  x: X;
  /** [count, outputs]: shares of classes, 0 or 1 of labels, or numbers. */
  targets: Float64Array;
  /** [count], what a row's loss is multiplied by. */
  weights: Float64Array;
}

type Sizes = Pick<FittedRows, 'count' | 'width' | 'outputs'>;

/** [outputs, width + 1], each row with its bias last. */
export type Coefficients = Float64Array;

/** @param start where the search begins. Default: zeros */
export function fitLinear(rows: FittedRows<RowValues>, C: number, options: NewtonOptions, start?: Coefficients): Promise<Coefficients> {
  const size = rows.outputs * (rows.width + 1);
  return minimise(start ?? new Float64Array(size), (theta) => objective(rows, C, theta), options);
}

/** Σ weight · loss. */
export function lossOf(rows: FittedRows<RowValues>, theta: Coefficients): number {
  return losses(rows, logitsOf(rows, theta)).loss;
}

function objective(rows: FittedRows<RowValues>, C: number, theta: Coefficients) {
  const { link, count, outputs, weights, targets } = rows;
  const { loss, means } = losses(rows, logitsOf(rows, theta));
  const errors = new Float64Array(count * outputs);
  for (let i = 0, at = 0; i < count; i++) {
    for (let c = 0; c < outputs; c++, at++) errors[at] = C * weights[i] * (means[at] - targets[at]);
  }
  const regularised = (result: Float64Array, of: Float64Array) => {
    eachWeight(rows, (at) => {
      result[at] += of[at];
    });
    return result;
  };
  let squares = 0;
  eachWeight(rows, (at) => {
    squares += theta[at] * theta[at];
  });
  return {
    value: C * loss + squares / 2,
    gradient: regularised(transposed(rows, errors), theta),
    curvature(direction: Float64Array) {
      const moved = logitsOf(rows, direction);
      for (let i = 0; i < count; i++) {
        const [first, end, weight] = [i * outputs, (i + 1) * outputs, C * weights[i]];
        let mean = 0;
        if (link === 'softmax') for (let at = first; at < end; at++) mean += means[at] * moved[at];
        for (let at = first; at < end; at++) {
          const slope = link === 'identity' ? 1 : link === 'softmax' ? means[at] : means[at] * (1 - means[at]);
          moved[at] = weight * slope * (moved[at] - mean);
        }
      }
      return regularised(transposed(rows, moved), direction);
    },
  };
}

/** @param logits [count, outputs] @returns `means`: what is expected of each target */
function losses(
  { link, count, outputs, targets, weights }: FittedRows<RowValues>,
  logits: Float64Array,
): { loss: number; means: Float64Array } {
  const means = new Float64Array(logits.length);
  let loss = 0;
  for (let i = 0; i < count; i++) {
    const [first, end] = [i * outputs, (i + 1) * outputs];
    let own = 0;
    if (link === 'softmax') {
      let highest = Number.NEGATIVE_INFINITY;
      for (let at = first; at < end; at++) highest = Math.max(highest, logits[at]);
      let sum = 0;
      for (let at = first; at < end; at++) {
        means[at] = Math.exp(logits[at] - highest);
        sum += means[at];
      }
      const whole = highest + Math.log(sum);
      for (let at = first; at < end; at++) {
        means[at] /= sum;
        own += targets[at] * (whole - logits[at]);
      }
    } else {
      for (let at = first; at < end; at++) {
        const logit = logits[at];
        if (link === 'identity') {
          means[at] = logit;
          own += (logit - targets[at]) ** 2 / 2;
        } else {
          means[at] = 1 / (1 + Math.exp(-logit));
          own += Math.max(logit, 0) - logit * targets[at] + Math.log1p(Math.exp(-Math.abs(logit)));
        }
      }
    }
    loss += weights[i] * own;
  }
  return { loss, means };
}

/** [count, outputs]: what the coefficients make of every row. */
export function logitsOf({ count, width, outputs, x }: Sizes & Pick<FittedRows<RowValues>, 'x'>, theta: Coefficients): Float64Array {
  const result = new Float64Array(count * outputs);
  if (x instanceof Float32Array) return count === 0 ? result : fastLogits(x, { count, width, outputs }, theta, result);
  for (let i = 0, at = 0; i < count; i++) {
    const row = i * width;
    for (let c = 0; c < outputs; c++, at++) {
      const own = c * (width + 1);
      result[at] = theta[own + width] + dotAt(x, row, theta, own, width);
    }
  }
  return result;
}

/** [outputs, width + 1]: the gradient of coefficients by that of logits. */
function transposed({ count, width, outputs, x }: FittedRows<RowValues>, errors: Float64Array): Float64Array {
  const result = new Float64Array(outputs * (width + 1));
  if (x instanceof Float32Array) return count === 0 ? result : fastTransposed(x, { count, width, outputs }, errors, result);
  // Four rows at a time: what is summed up is read and written a quarter as often.
  const fours = count & ~3;
  for (let i = 0; i < fours; i += 4) {
    const [r0, r1, r2, r3] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width];
    for (let c = 0; c < outputs; c++) {
      const at = i * outputs + c;
      const [e0, e1, e2, e3] = [errors[at], errors[at + outputs], errors[at + 2 * outputs], errors[at + 3 * outputs]];
      const own = c * (width + 1);
      for (let j = 0; j < width; j++) result[own + j] += e0 * x[r0 + j] + e1 * x[r1 + j] + (e2 * x[r2 + j] + e3 * x[r3 + j]);
      result[own + width] += e0 + e1 + (e2 + e3);
    }
  }
  for (let i = fours; i < count; i++) {
    for (let c = 0; c < outputs; c++) {
      const [error, own] = [errors[i * outputs + c], c * (width + 1)];
      for (let j = 0; j < width; j++) result[own + j] += error * x[i * width + j];
      result[own + width] += error;
    }
  }
  return result;
}

function fastLogits(x: Float32Array, { count, width, outputs }: Sizes, theta: Coefficients, result: Float64Array): Float64Array {
  const weights = new Float32Array(outputs * width);
  for (let c = 0; c < outputs; c++) weights.set(theta.subarray(c * (width + 1), c * (width + 1) + width), c * width);
  const products = new Float32Array(count * outputs);
  matmulOnCpu(x, weights, undefined, products, { rows: count, cols: outputs, inner: width, transposeA: false, transposeB: true });
  for (let i = 0, at = 0; i < count; i++) {
    for (let c = 0; c < outputs; c++, at++) result[at] = products[at] + theta[c * (width + 1) + width];
  }
  return result;
}

function fastTransposed(x: Float32Array, { count, width, outputs }: Sizes, errors: Float64Array, result: Float64Array): Float64Array {
  const products = new Float32Array(outputs * width);
  const sizes = { rows: outputs, cols: width, inner: count, transposeA: true, transposeB: false };
  matmulOnCpu(Float32Array.from(errors), x, undefined, products, sizes);
  for (let c = 0; c < outputs; c++) result.set(products.subarray(c * width, (c + 1) * width), c * (width + 1));
  for (let i = 0, at = 0; i < count; i++) {
    for (let c = 0; c < outputs; c++, at++) result[c * (width + 1) + width] += errors[at];
  }
  return result;
}

/** Every coefficient that is no bias. */
function eachWeight({ width, outputs }: Pick<Sizes, 'width' | 'outputs'>, visit: (at: number) => void): void {
  for (let c = 0; c < outputs; c++) for (let j = 0; j < width; j++) visit(c * (width + 1) + j);
}
