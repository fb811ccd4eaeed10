/** Simulated learning curves, of which it is known what more labels bring. */
import { expect, it } from 'vitest';
import { Random } from '../../random';
import { type CurvePoint, outlookOf } from './powerLaw';

const SIZES = [20, 20, 20, 40, 40, 40, 80, 80, 80, 160];
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const law = (scale: number, exponent: number) => (rows: number) => scale * rows ** -exponent;
const points = (error: (rows: number) => number, noise = 0, random = new Random(1)): CurvePoint[] =>
  SIZES.map((rows) => ({ rows, score: 1 - error(rows) * Math.exp(noise * normal(random)) }));

it('finds the law of points that follow one', () => {
  const found = outlookOf(points(law(2, 0.5), 0.001), 1e6);
  expect(found.law?.scale).toBeCloseTo(2, 2);
  expect(found.law?.exponent).toBeCloseTo(0.5, 2);
  // Half of the rows there are, at most.
  expect(found.gain?.labels).toBe(50);
  expect(found.gain?.gain).toBeCloseTo(2 * 160 ** -0.5 - 2 * 210 ** -0.5, 3);
  expect(found.gain?.low).toBeLessThan(found.gain?.gain ?? 0);
  expect(found.gain?.high).toBeGreaterThan(found.gain?.gain ?? 1);
});

it('the least squares are those of numpy.polyfit on logarithms', () => {
  // numpy.polyfit(log([10, 20, 40, 80, 80]), log(1 - [0.5, 0.6, 0.72, 0.78, 0.8]), 1)
  const scores = [0.5, 0.6, 0.72, 0.78, 0.8];
  const { law: found } = outlookOf(
    [10, 20, 40, 80, 80].map((rows, i) => ({ rows, score: scores[i] })),
    1000,
  );
  expect(found?.exponent).toBeCloseTo(0.42902661424460037, 8);
  expect(Math.log(found?.scale ?? 0)).toBeCloseTo(0.32195789828303345, 8);
});

it('the interval holds what more labels bring about as often as it says', () => {
  const random = new Random(3);
  const error = law(1.5, 0.4);
  const truth = error(160) - error(210);
  const trials = 150;
  let [covered, told] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const { gain } = outlookOf(points(error, 0.08, random), 100_000);
    if (!gain) continue;
    told++;
    if (gain.low <= truth && truth <= gain.high) covered++;
  }
  expect(told).toBeGreaterThan(0.95 * trials);
  expect(covered / told).toBeGreaterThan(0.89);
  expect(covered / told).toBeLessThan(0.995);
});

it('says that it cannot tell where scores do not rise, hardly differ from chance, or are few', () => {
  const random = new Random(5);
  let told = 0;
  for (let trial = 0; trial < 60; trial++)
    if (
      outlookOf(
        points(() => 0.3, 0.1, random),
        200,
      ).gain
    )
      told++;
  // By chance one of 40 looks like a rise.
  expect(told).toBeLessThan(7);
  expect(outlookOf(points(law(0.01, -0.2)), 200)).toMatchObject({ why: expect.stringContaining('nobody can tell') });
  expect(outlookOf(points(law(2, 0.5)).slice(6), 200)).toEqual({ why: expect.stringContaining('too few subsets') });
  expect(
    outlookOf(
      points(() => 0),
      200,
    ),
  ).toMatchObject({ why: expect.stringContaining('next to nothing') });
});
