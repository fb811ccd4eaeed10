/** Against the rules written down in Python with collections.Counter (reference/metrics_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerMetrics, exactMatch, normalizeAnswer, tokenF1 } from './squad';

interface Case {
  gold: string[];
  predicted: string;
  normalized: string;
  exactMatch: boolean;
  f1: number;
}

const { answers } = JSON.parse(readFileSync('reference/fixtures/metrics.json', 'utf8')) as { answers: Case[] };

describe('answers', () => {
  it.each(answers.map((answer, i) => [i, answer] as const))('case %i: as in Python', (_, { gold, predicted, ...expected }) => {
    expect(normalizeAnswer(predicted)).toBe(expected.normalized);
    expect(exactMatch(gold, predicted)).toBe(expected.exactMatch);
    expect(tokenF1(gold, predicted)).toBeCloseTo(expected.f1, 12);
  });

  it('the fixture has empty answers, right ones and partly right ones', () => {
    expect(answers.filter(({ normalized }) => normalized === '').length).toBeGreaterThan(10);
    expect(answers.filter((answer) => answer.exactMatch).length).toBeGreaterThan(50);
    expect(answers.filter(({ f1 }) => f1 > 0 && f1 < 1).length).toBeGreaterThan(30);
  });

  it('means over all questions', () => {
    const metrics = answerMetrics(
      answers.map(({ gold }) => gold),
      answers.map(({ predicted }) => predicted),
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    expect(metrics.exactMatch).toBeCloseTo(mean(answers.map((answer) => Number(answer.exactMatch))), 12);
    expect(metrics.f1).toBeCloseTo(mean(answers.map(({ f1 }) => f1)), 12);
    expect(metrics.count).toBe(answers.length);
  });

  it('two answers that normalise to nothing match exactly and share no word', () => {
    expect(normalizeAnswer(' The, an... A!')).toBe('');
    expect([exactMatch([''], 'the'), tokenF1([''], 'the')]).toEqual([true, 0]);
  });

  it('is 0 without questions, and refuses unequal lengths', () => {
    expect(answerMetrics([], [])).toEqual({ exactMatch: 0, f1: 0, count: 0 });
    expect(() => answerMetrics([['x']], [])).toThrow(RangeError);
  });
});
