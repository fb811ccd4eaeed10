/** What is said of a learning curve, in each of the cases that there are. */
import { expect, it } from 'vitest';
import type { LabelCurve } from '../../workers/protocol';
import { hintOf } from './curveWords';

const curve: LabelCurve = {
  labels: 120,
  scored: 120,
  byChance: false,
  points: [
    { labels: 54, share: 0.7, low: 0.61, high: 0.77 },
    { labels: 108, share: 0.8, low: 0.72, high: 0.86 },
  ],
  outlook: { law: { scale: 2, exponent: 0.5 }, gain: { labels: 50, gain: 0.031, low: 0.012, high: 0.062 } },
};

it('says what more labels are worth, and that the texts were not drawn', () => {
  const [hint, basis] = hintOf(curve);
  expect(hint).toBe('Another 50 labels are worth about +3 points (1 to 6), if scores keep rising as they do here.');
  expect(basis).toBe(
    '80.0 % of the suggestions are right with 108 labels, with 95 % confidence between 72.0 % and 86.0 %. Scored on the 120 labelled texts themselves: if the hardest came first, other texts are easier. Each is answered by heads that have not learned from it.',
  );
});

it('says that it is time to stop where they are worth little', () => {
  const [hint] = hintOf({ ...curve, outlook: { ...curve.outlook, gain: { labels: 50, gain: 0.004, low: 0.001, high: 0.009 } } });
  expect(hint).toMatch(/\+0\.4 points .* That is little: a good time to train/);
});

it('says that the texts were drawn, and how many of them there were', () => {
  expect(hintOf({ ...curve, scored: 60, byChance: true })[1]).toContain('60 labelled texts that were drawn at random: they stand for all');
  expect(hintOf({ ...curve, scored: 100 })[1]).toContain('100 of the 120 labelled texts');
});

it('says why where nobody can tell', () => {
  expect(hintOf({ ...curve, points: [], scored: 0, outlook: { why: 'Too few.' } })).toEqual(['Too few.', '']);
  expect(hintOf({ ...curve, outlook: { why: 'Nobody can tell.' } })[0]).toBe('Nobody can tell.');
});
