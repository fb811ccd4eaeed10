/** Against scikit-learn (reference/seqeval_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classificationMetrics } from './classification';

interface Case {
  classes: number;
  gold: number[];
  predicted: number[];
  accuracy: number;
  macroF1: number;
  confusion: number[][];
}

const { classifications } = JSON.parse(readFileSync('reference/fixtures/seqeval.json', 'utf8')) as { classifications: Case[] };

describe('classificationMetrics', () => {
  for (const { classes, gold, predicted, accuracy, macroF1, confusion } of classifications) {
    it(`${gold.length} examples of ${classes} classes: as scikit-learn`, () => {
      const metrics = classificationMetrics(gold, predicted, classes);
      expect(metrics.accuracy).toBeCloseTo(accuracy, 12);
      expect(metrics.macroF1).toBeCloseTo(macroF1, 12);
      expect(metrics.confusion).toEqual(confusion);
    });
  }

  it('leaves out what has no gold label, and is 0 without any', () => {
    expect(classificationMetrics([-100, 1, -100], [0, 1, 1], 2)).toMatchObject({ accuracy: 1, count: 1 });
    expect(classificationMetrics([-100], [0], 2)).toMatchObject({ accuracy: 0, macroF1: 0, count: 0 });
  });
});
