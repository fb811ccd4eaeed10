/** Against scikit-learn (reference/metrics_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { cpuTime } from '../../testing/cpuTime';
import { near } from '../../testing/near';
import { bestThresholds, type MultiLabelMetrics, multiLabelMetrics } from './multiLabel';

interface Fixture {
  multiLabel: ({ labels: number; gold: number[]; predicted: number[]; macroF1OfAll: number } & MultiLabelMetrics)[];
  thresholds: { labels: number; gold: number[]; probabilities: number[]; thresholds: number[] }[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/metrics.json', 'utf8')) as Fixture;

describe('multiLabelMetrics', () => {
  for (const [i, { labels, gold, predicted, macroF1OfAll, ...expected }] of fixture.multiLabel.entries()) {
    it(`case ${i}, ${labels} labels: as scikit-learn`, () => {
      const metrics = multiLabelMetrics(Int8Array.from(gold), Uint8Array.from(predicted), labels);
      expect(metrics).toEqual(near(expected));
      // The default of scikit-learn differs by the labels that occur nowhere, which it counts as 0.
      const occurring = metrics.perLabel.filter(
        ({ support }, l) => support > 0 || predicted.some((said, at) => at % labels === l && said === 1 && gold[at] >= 0),
      );
      expect((metrics.macroF1 * occurring.length) / labels).toBeCloseTo(macroF1OfAll, 12);
    });
  }

  it('the fixture has unknown cells, rows of nothing else, and labels that occur nowhere', () => {
    expect(fixture.multiLabel.filter(({ gold }) => gold.includes(-1)).length).toBeGreaterThan(20);
    expect(fixture.multiLabel.filter(({ gold, labels, count }) => count < gold.length / labels).length).toBeGreaterThan(5);
    expect(fixture.multiLabel.filter(({ macroF1, macroF1OfAll }) => macroF1OfAll < macroF1).length).toBeGreaterThan(20);
  });

  it('is 0 without rows, and refuses what does not fit', () => {
    expect(multiLabelMetrics(new Int8Array(0), new Uint8Array(0), 2)).toMatchObject({ microF1: 0, macroF1: 0, exactMatch: 0, count: 0 });
    expect(() => multiLabelMetrics(new Int8Array(2), new Uint8Array(4), 2)).toThrow(RangeError);
    expect(() => multiLabelMetrics(new Int8Array(3), new Uint8Array(3), 2)).toThrow(RangeError);
  });
});

describe('bestThresholds', () => {
  for (const [i, { labels, gold, probabilities, thresholds }] of fixture.thresholds.entries()) {
    it(`case ${i}, ${labels} labels: the best of all thresholds by scikit-learn's F1`, () => {
      expect(bestThresholds(Int8Array.from(gold), Float64Array.from(probabilities), labels)).toEqual(near(thresholds));
    });
  }

  it('of equally good ones the nearest to 0.5, of equally near ones the lower', () => {
    // F1 is 2/3 both with only the first row predicted and with all of them.
    const gold = Int8Array.of(1, 0, 0, 1);
    expect(bestThresholds(gold, Float64Array.of(0.8, 0.4, 0.4, 0.2), 1)).toEqual([near(0.6)]);
    expect(bestThresholds(gold, Float64Array.of(1, 0.9, 0.9, 0.8), 1)).toEqual([near(0.4)]);
    expect(bestThresholds(gold, Float64Array.of(1, 0.75, 0.75, 0.25), 1)).toEqual([0.125]);
  });

  it('keeps 0.5 where only positives or only negatives are known', () => {
    expect(bestThresholds(Int8Array.of(1, 0, 1, -1, -1, -1), Float32Array.of(0.9, 0.2, 0.1, 0.8, 0.3, 0.3), 2)).toEqual([0.5, 0.5]);
  });

  it('takes 100,000 rows in less than two seconds', () => {
    const random = new Random(1);
    const probabilities = random.uniform(100_000, 0.5).map((value) => value + 0.5);
    const gold = Int8Array.from(probabilities, (p) => Number(p > 0.3));
    const start = cpuTime();
    expect(bestThresholds(gold, probabilities, 1)[0]).toBeCloseTo(0.3, 3);
    expect(cpuTime() - start).toBeLessThan(2000);
  });
});
