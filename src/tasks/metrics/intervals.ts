/** How far a figure may be off because it was taken on few examples. */
import { Random } from '../../random';

export type Interval = [low: number, high: number];

/**
 * Wilson's score interval of a share (Wilson, 1927), without continuity correction; [0, 1] without examples.
 *
 * @param right how many of `count` were right
 * @param z quantile of the normal distribution; 1.96 is a confidence of 95 %
 */
export function wilson(right: number, count: number, z = 1.96): Interval {
  if (count === 0) return [0, 1];
  const share = right / count;
  const widening = (z * z) / count;
  const centre = (share + widening / 2) / (1 + widening);
  const half = (z / (1 + widening)) * Math.sqrt((share * (1 - share) + widening / 4) / count);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

export interface BootstrapOptions {
  /** How often rows are drawn. Default 200. */
  resamples?: number;
  /** The same seed gives the same interval. Default 0. */
  seed?: number;
  /** Share of the resampled values inside the interval. Default 0.95. */
  confidence?: number;
}

/**
 * Percentile bootstrap interval of any statistic of rows (Efron, 1979).
 *
 * @param count how many rows there are
 * @param statistic called for each resample with `count` row numbers, drawn with replacement
 */
export function bootstrap(
  count: number,
  statistic: (rows: number[]) => number,
  { resamples = 200, seed = 0, confidence = 0.95 }: BootstrapOptions = {},
): Interval {
  const random = new Random(seed);
  const draw = () => Array.from({ length: count }, () => Math.floor(random.next() * count));
  const values = Float64Array.from({ length: resamples }, () => statistic(draw())).sort();
  const tail = (1 - confidence) / 2;
  return [quantile(values, tail), quantile(values, 1 - tail)];
}

/** Interpolated linearly between neighbours, as numpy.quantile does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
