/** How close predicted values are to gold ones (as scikit-learn and scipy.stats compute it). */

export interface RegressionMetrics {
  /** Mean squared error. */
  mse: number;
  /** Mean absolute error. */
  mae: number;
  /** Correlation of the values, −1 to 1; 0 where either side is constant, for which scipy has NaN. */
  pearson: number;
  /** Correlation of the ranks, likewise; equal values share the mean of their ranks. */
  spearman: number;
  count: number;
}

/** All 0 without values. @throws RangeError for sides of unequal length */
export function regressionMetrics(gold: ArrayLike<number>, predicted: ArrayLike<number>): RegressionMetrics {
  const count = gold.length;
  if (predicted.length !== count) throw new RangeError(`${count} gold values, ${predicted.length} predicted ones`);
  let squares = 0;
  let absolutes = 0;
  for (let i = 0; i < count; i++) {
    const error = predicted[i] - gold[i];
    squares += error * error;
    absolutes += Math.abs(error);
  }
  return {
    mse: squares / Math.max(count, 1),
    mae: absolutes / Math.max(count, 1),
    pearson: correlation(gold, predicted),
    spearman: correlation(ranks(gold), ranks(predicted)),
    count,
  };
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  // Deviations from a rounded mean are not quite 0, so that a constant side is looked for in the values themselves.
  if (isConstant(a) || isConstant(b)) return 0;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i] - meanA, b[i] - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb)));
}

/** Ranks from 1; a run of equal values has the mean of the ranks that it takes up. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (const i of order.slice(start, end)) result[i] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

const isConstant = (values: ArrayLike<number>) => Array.from(values).every((value) => value === values[0]);

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
