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
  /** How often rows are drawn. Default 1000. */
  resamples?: number;
  /** The same seed gives the same interval. Default 0. */
  seed?: number;
  /** Share of the resampled values inside the interval. Default 0.95. */
  confidence?: number;
}

/**
 * Percentile bootstrap intervals of any statistics of rows (Efron, 1979).
 *
 * @param count how many rows there are
 * @param statistics called for each resample with how often each row was drawn: `count` draws with replacement in all. A resample
 *   in which a statistic is absent or no number says nothing of it.
 */
export function bootstrap(
  count: number,
  statistics: (times: Uint32Array) => Record<string, number>,
  { resamples = 1000, seed = 0, confidence = 0.95 }: BootstrapOptions = {},
): Record<string, Interval> {
  const random = new Random(seed);
  const times = new Uint32Array(count);
  const values = new Map<string, number[]>();
  for (let i = 0; i < resamples; i++) {
    times.fill(0);
    for (let drawn = 0; drawn < count; drawn++) times[Math.floor(random.next() * count)]++;
    for (const [id, value] of Object.entries(statistics(times))) {
      if (!Number.isFinite(value)) continue;
      const known = values.get(id);
      if (known) known.push(value);
      else values.set(id, [value]);
    }
  }
  const tail = (1 - confidence) / 2;
  return Object.fromEntries(
    [...values].map(([id, found]) => {
      const sorted = Float64Array.from(found).sort();
      return [id, [quantile(sorted, tail), quantile(sorted, 1 - tail)]];
    }),
  );
}

/** Interpolated linearly between neighbours, as numpy.quantile does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
