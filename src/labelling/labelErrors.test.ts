/** Against a confident joint that was counted by hand, and labels that were flipped on purpose. */
import { expect, it } from 'vitest';
import { Random } from '../random';
import { type JudgedChoice, labelErrors } from './labelErrors';

const one = (given: number, ...probabilities: number[]): JudgedChoice[] => [{ given, probabilities }];

it('counts what lies off the diagonal of the confident joint, and ranks by the probability of the label', () => {
  const rows = [one(0, 0.9, 0.1), one(0, 0.7, 0.3), one(0, 0.2, 0.8), one(1, 0.4, 0.6), one(1, 0.1, 0.9), one(1, 0.55, 0.45)];
  // Means of the given label: 0.6 of class 0, 0.65 of class 1. Row 2 reaches 0.65 of class 1; row 5 does not reach 0.6 of class 0.
  expect(labelErrors(rows)).toEqual({
    estimated: 1,
    suspects: [
      { row: 2, choice: 0, probability: 0.2 },
      { row: 5, choice: 0, probability: 0.45 },
    ],
  });
});

it('a row of several choices is ranked by the worst of them; one of none is passed over', () => {
  const rows = [[...one(0, 0.95, 0.05), ...one(1, 0.7, 0.3), ...one(0, 0.6, 0.4)], [], one(1, 0.6, 0.4)];
  expect(labelErrors(rows).suspects).toEqual([
    { row: 0, choice: 1, probability: 0.3 },
    { row: 2, choice: 0, probability: 0.4 },
  ]);
});

it('a class that is nowhere the label has no threshold, and no rows have no errors', () => {
  expect(labelErrors([one(0, 0.4, 0.1, 0.5), one(1, 0.1, 0.4, 0.5)])).toMatchObject({ estimated: 0, suspects: [{ row: 0 }, { row: 1 }] });
  expect(labelErrors([])).toEqual({ suspects: [], estimated: 0 });
});

it('finds flipped labels first, and estimates about how many there are', () => {
  const random = new Random(4);
  const classes = 5;
  const flipped = new Set<number>();
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const truth = Math.floor(random.next() * classes);
    const logits = Array.from({ length: classes }, (_, k) => 2 * random.next() + (k === truth ? 4 : 0));
    const odds = logits.map(Math.exp);
    const sum = odds.reduce((a, b) => a + b);
    if (random.next() < 0.05) flipped.add(row);
    const given = flipped.has(row) ? (truth + 1) % classes : truth;
    return one(given, ...odds.map((odd) => odd / sum));
  });
  const { suspects, estimated } = labelErrors(rows);
  const found = suspects.slice(0, flipped.size).filter(({ row }) => flipped.has(row));
  expect(found.length / flipped.size).toBeGreaterThan(0.95);
  expect(Math.abs(estimated / flipped.size - 1)).toBeLessThan(0.25);
});
