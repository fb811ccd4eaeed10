/** Against scipy.stats.binomtest and numpy.quantile (reference/metrics_fixture.py), and by simulation. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { near } from '../../testing/near';
import { bootstrap, wilson } from './intervals';

interface Fixture {
  wilson: { right: number; count: number; z: number; interval: number[] }[];
  percentiles: { values: number[]; confidence: number; interval: number[] }[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/metrics.json', 'utf8')) as Fixture;
const meanOf = (values: number[]) => (times: Uint32Array) => ({
  mean: times.reduce((sum, often, row) => sum + often * values[row], 0) / values.length,
});

describe('wilson', () => {
  it('as scipy', () => {
    for (const { right, count, z, interval } of fixture.wilson) expect(wilson(right, count, z)).toEqual(near(interval));
  });

  it('is at 95 % by default, and says nothing without examples', () => {
    expect(wilson(3, 10)).toEqual(wilson(3, 10, 1.96));
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

describe('bootstrap', () => {
  it('percentiles of what the statistic returns, as numpy', () => {
    for (const { values, confidence, interval } of fixture.percentiles) {
      const returned = [...values];
      const options = { resamples: values.length, confidence };
      expect(bootstrap(3, () => ({ value: returned.shift() ?? Number.NaN }), options).value).toEqual(near(interval));
      expect(returned).toEqual([]);
    }
  });

  it('draws rows with replacement, each as often as the others', () => {
    const drawn = new Array<number>(10).fill(0);
    let repeated = 0;
    const resamples = 1000;
    const statistic = (times: Uint32Array) => {
      expect(times.reduce((a, b) => a + b)).toBe(10);
      for (const [row, often] of times.entries()) drawn[row] += often;
      if (times.includes(0)) repeated++;
      return {};
    };
    bootstrap(10, statistic, { resamples });
    expect(repeated).toBeGreaterThan(0.99 * resamples);
    // Of 10,000 draws 1,000 each, with a standard deviation of 30.
    for (const times of drawn) expect(Math.abs(times - resamples)).toBeLessThan(120);
  });

  it('is repeatable: the same seed, the same interval', () => {
    const values = Array.from(new Random(4).uniform(30, 1));
    const interval = (seed?: number) => bootstrap(30, meanOf(values), { seed });
    expect(interval(7)).toEqual(interval(7));
    expect(interval()).toEqual(interval(0));
    expect(interval(7)).not.toEqual(interval(8));
  });

  it('is a point where the statistic is constant', () => {
    expect(bootstrap(5, () => ({ share: 0.25, count: 5 }))).toEqual({ share: [0.25, 0.25], count: [5, 5] });
  });

  it('passes over resamples of which a statistic says nothing', () => {
    let resample = 0;
    const statistics = () => ({ value: resample++ % 2 === 0 ? Number.NaN : 3 });
    expect(bootstrap(5, statistics)).toEqual({ value: [3, 3] });
  });

  it('holds the true mean about as often as it says', () => {
    const random = new Random(12);
    const trials = 400;
    const covered = { 0.95: 0, 0.5: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from(random.uniform(40, 1));
      for (const confidence of [0.95, 0.5] as const) {
        const [low, high] = bootstrap(40, meanOf(values), { seed: trial, confidence, resamples: 200 }).mean;
        if (low <= 0 && 0 <= high) covered[confidence]++;
      }
    }
    // Three standard deviations of the count are 0.033 and 0.075; the percentile bootstrap of 40 rows is some 0.01 too narrow.
    expect(Math.abs(covered[0.95] / trials - 0.94)).toBeLessThan(0.04);
    expect(Math.abs(covered[0.5] / trials - 0.5)).toBeLessThan(0.08);
  });
});
