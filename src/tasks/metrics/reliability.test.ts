/** Against numpy (reference/uncertainty_fixture.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reliabilityOf } from './reliability';

interface Case {
  bins: number;
  confidence: number[];
  right: boolean[];
  filled: { bin: number; count: number; confidence: number; accuracy: number }[];
  error: number;
}

const { calibration: cases } = JSON.parse(readFileSync('reference/fixtures/uncertainty.json', 'utf8')) as { calibration: Case[] };

it('bins and their mean gap, with claims at the edges of bins', () => {
  for (const { bins, confidence, right, filled, error } of cases) {
    const found = reliabilityOf(
      confidence.map((value, i) => ({ confidence: value, right: right[i] })),
      bins,
    );
    expect(found.count).toBe(confidence.length);
    expect(found.error).toBeCloseTo(error, 10);
    expect(found.bins.map(({ from }) => Math.round(from * bins))).toEqual(filled.map(({ bin }) => bin));
    for (const [i, bin] of found.bins.entries()) {
      expect(bin.count).toBe(filled[i].count);
      expect(bin.confidence).toBeCloseTo(filled[i].confidence, 10);
      expect(bin.accuracy).toBeCloseTo(filled[i].accuracy, 10);
    }
  }
});

it('nothing claimed is nothing wrong', () => {
  expect(reliabilityOf([])).toEqual({ error: 0, count: 0, bins: [] });
});
