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
      const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      for (const [actual, guessed, count] of metrics.cells) matrix[actual][guessed] = count;
      expect(matrix).toEqual(confusion);
      expect(metrics.cells).toHaveLength(confusion.flat().filter((value) => value > 0).length);
    });
  }

  it('leaves out what has no gold label, and is 0 without any', () => {
    expect(classificationMetrics([-100, 1, -100], [0, 1, 1], 2)).toMatchObject({ accuracy: 1, count: 1 });
    expect(classificationMetrics([-100], [0], 2)).toMatchObject({ accuracy: 0, macroF1: 0, count: 0 });
  });

  it('holds no more of 5,000 classes than was confused', () => {
    const classes = 5000;
    const gold = Array.from({ length: 2 * classes }, (_, i) => i % classes);
    const { cells, accuracy } = classificationMetrics(
      gold,
      gold.map((label, i) => (i < classes ? label : (label + 1) % classes)),
      classes,
    );
    expect(cells).toHaveLength(2 * classes);
    expect(accuracy).toBe(0.5);
  });
});
