/** One number that logits are divided by, so that their probabilities fit what is right (Guo et al., 2017). */

/** Logits that stand against one another, with the one that is right. */
export interface LogitRows {
  /** [rows, width] */
  logits: ArrayLike<number>;
  width: number;
  /** [rows] */
  targets: ArrayLike<number>;
}

const MOST_STEPS = 100;
const PRECISION = 1e-10;
/** Beyond this, rows are as good as separated. */
const LARGEST_FACTOR = 2 ** 40;

/**
 * The temperature of the lowest cross-entropy, by Newton's method in float64, held between bounds that bisection would keep.
 * Targets are smoothed by Laplace's rule of succession, as if one more row had been right and one more wrong: of n rows it is
 * never concluded that more than (n + 1) / (n + 2) are right, which also gives rows that are all right a temperature above 0. It is
 * what torch.nn.functional.cross_entropy(logits / T, targets, label_smoothing=K / ((K − 1)(n + 2))) is least for.
 *
 * @returns undefined where the logits are no better than chance, so that no temperature is best
 */
export function fitTemperature({ logits, width, targets }: LogitRows): number | undefined {
  const count = targets.length;
  const smoothing = width / ((width - 1) * (count + 2));
  const aims = Array.from({ length: count }, (_, row) => {
    const [mean] = momentsOf(logits, row * width, width, 0);
    return (1 - smoothing) * logits[row * width + targets[row]] + smoothing * mean;
  });
  const factor = bestFactor(logits, width, aims);
  return factor === undefined ? undefined : 1 / factor;
}

/**
 * What logits are multiplied by to be as sure as others of the same rows: the factor of the lowest cross-entropy with the others'
 * probabilities. One column is the logit of a label that stands alone.
 *
 * @param logits [rows, width] @param like [rows, width]
 * @returns 1 where the two have nothing in common, so that no factor is best
 */
export function sureAs({ logits, like, width }: { logits: ArrayLike<number>; like: ArrayLike<number>; width: number }): number {
  if (width === 1) return sureAs({ logits: bothWays(logits), like: bothWays(like), width: 2 });
  const aims = Array.from({ length: logits.length / width }, (_, row) => expected(logits, like, row * width, width));
  return bestFactor(logits, width, aims) ?? 1;
}

/** A logit against 0. */
const bothWays = (logits: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: 2 * logits.length }, (_, i) => (i % 2 === 0 ? 0 : logits[i >> 1]));

/** Mean of a row's logits by the probabilities of another's. */
function expected(logits: ArrayLike<number>, like: ArrayLike<number>, from: number, width: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + width; i++) most = Math.max(most, like[i]);
  let [sum, total] = [0, 0];
  for (let i = from; i < from + width; i++) {
    const weight = Math.exp(like[i] - most);
    sum += weight;
    total += weight * logits[i];
  }
  return total / sum;
}

/**
 * Where the mean logit by softmax(factor · logits) is what it is to be, over all rows: there the cross-entropy is lowest.
 *
 * @param aims of the rows: what their mean logit is to be
 */
function bestFactor(logits: ArrayLike<number>, width: number, aims: number[]): number | undefined {
  const slopes = (factor: number) => {
    let [slope, curvature] = [0, 0];
    for (const [row, aim] of aims.entries()) {
      const [first, second] = momentsOf(logits, row * width, width, factor);
      slope += first - aim;
      curvature += second - first * first;
    }
    return { slope, curvature };
  };
  if (aims.length === 0 || slopes(0).slope >= 0) return undefined;
  let [low, high] = [0, 1];
  while (slopes(high).slope < 0 && high < LARGEST_FACTOR) [low, high] = [high, 2 * high];
  let factor = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curvature } = slopes(factor);
    if (slope < 0) low = factor;
    else high = factor;
    const newton = factor - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const done = Math.abs(next - factor) <= PRECISION * factor;
    factor = next;
    if (done) break;
  }
  return factor;
}

/** Mean of the logits and of their squares, by softmax(factor · logits). */
function momentsOf(logits: ArrayLike<number>, from: number, width: number, factor: number): [first: number, second: number] {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < from + width; i++) most = Math.max(most, factor * logits[i]);
  let [sum, first, second] = [0, 0, 0];
  for (let i = from; i < from + width; i++) {
    const weight = Math.exp(factor * logits[i] - most);
    sum += weight;
    first += weight * logits[i];
    second += weight * logits[i] ** 2;
  }
  return [first / sum, second / sum];
}

/** Mean cross-entropy of logits divided by a temperature. */
export function lossAt({ logits, width, targets }: LogitRows, temperature: number): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) {
    const from = row * width;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = from; i < from + width; i++) most = Math.max(most, logits[i] / temperature);
    let total = 0;
    for (let i = from; i < from + width; i++) total += Math.exp(logits[i] / temperature - most);
    sum += Math.log(total) + most - logits[from + targets[row]] / temperature;
  }
  return sum / Math.max(1, targets.length);
}
