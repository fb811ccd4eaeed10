/** Against scikit-learn and scipy (reference/metrics_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { near } from '../../testing/near';
import { type RegressionMetrics, regressionMetrics } from './regression';

type Case = { gold: number[]; predicted: number[] } & Omit<RegressionMetrics, 'count'>;

const { regression } = JSON.parse(readFileSync('reference/fixtures/metrics.json', 'utf8')) as { regression: Case[] };

describe('regressionMetrics', () => {
  for (const [i, { gold, predicted, ...expected }] of regression.entries()) {
    it(`case ${i}, ${gold.length} values: as scikit-learn and scipy`, () => {
      expect(regressionMetrics(gold, predicted)).toEqual(near({ ...expected, count: gold.length }, 11));
    });
  }

  it('has no correlation where a side is constant, though its mean is rounded', () => {
    const constant = new Array<number>(3).fill(0.1);
    expect(0.1 + 0.1 + 0.1).not.toBe(0.3);
    expect(regressionMetrics([1, 2, 3], constant)).toMatchObject({ pearson: 0, spearman: 0 });
    expect(regressionMetrics(constant, [1, 2, 3])).toMatchObject({ pearson: 0, spearman: 0 });
  });

  it('does not round a correlation to more than 1', () => {
    const random = new Random(5);
    for (let i = 0; i < 200; i++) {
      const values = Array.from(random.uniform(5, 1));
      const scaled = values.map((value) => 0.3 * value + 0.1);
      const { pearson } = regressionMetrics(values, scaled);
      expect(pearson).toBeCloseTo(1, 12);
      expect(pearson).toBeLessThanOrEqual(1);
    }
  });

  it('takes typed arrays, also empty ones, and refuses unequal lengths', () => {
    expect(regressionMetrics(Float32Array.of(0, 1), Float64Array.of(2, 1))).toEqual({
      mse: 2,
      mae: 1,
      pearson: -1,
      spearman: -1,
      count: 2,
    });
    expect(regressionMetrics([], new Float32Array(0))).toEqual({ mse: 0, mae: 0, pearson: 0, spearman: 0, count: 0 });
    expect(() => regressionMetrics([1], [])).toThrow(RangeError);
  });
});
