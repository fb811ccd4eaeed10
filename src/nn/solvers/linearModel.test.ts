/** Coefficients against scikit-learn's (reference/logistic_fixture.py). */
import { describe, expect, it } from 'vitest';
import { type LogisticCase, logisticCases, type Solved } from '../../testing/logisticCases';
import { floats } from '../../testing/sentenceFolders';
import { type Coefficients, type FittedRows, fitLinear, type Link, lossOf } from './linearModel';
import { fitRegularised } from './regularised';

const cases = logisticCases();

function rowsOf(of: LogisticCase, link: Link, targets: number[], weights = of.labels.map(() => 1)): FittedRows {
  const { rows, width, x } = of;
  const shared = { count: rows, width, outputs: targets.length / rows, x: Float64Array.from(floats(x)) };
  return { link, ...shared, targets: Float64Array.from(targets), weights: Float64Array.from(weights) };
}

/** Of two classes scikit-learn fits one output. */
const classRows = (of: LogisticCase, weights?: number[]) =>
  of.classes === 2
    ? rowsOf(of, 'sigmoid', of.labels, weights)
    : rowsOf(
        of,
        'softmax',
        of.labels.flatMap((label) => Array.from({ length: of.classes }, (_, c) => Number(c === label))),
        weights,
      );

function expectSolved(found: Coefficients, width: number, expected: Solved[]) {
  const coefficients = expected.flatMap((one) => [...floats(one.coefficients)]);
  const biases = expected.flatMap((one) => one.biases);
  const largest = Math.max(1, ...coefficients.map(Math.abs));
  for (const [c, bias] of biases.entries()) {
    const own = found.subarray(c * (width + 1), (c + 1) * (width + 1));
    expect(Math.abs(own[width] - bias) / Math.max(1, Math.abs(bias))).toBeLessThan(1e-6);
    for (let j = 0; j < width; j++) expect(Math.abs(own[j] - coefficients[c * width + j]) / largest).toBeLessThan(1e-6);
  }
}

describe.each(cases.map((of) => [`${of.rows} rows, ${of.width} columns, ${of.classes} classes`, of] as const))('%s', (_name, of) => {
  it.each(of.solved.map((solved) => [solved.C, solved] as const))('C = %d', async (C, solved) => {
    const { width, weights, several, numbers } = of;
    const fit = (rows: FittedRows) => fitLinear(rows, C, { tolerance: 1e-9 });
    expectSolved(await fit(classRows(of)), width, [solved.classes]);
    expectSolved(await fit(classRows(of, weights)), width, [solved.weighted]);
    expectSolved(await fit(rowsOf(of, 'sigmoid', several.flat())), width, solved.several);
    expectSolved(await fit(rowsOf(of, 'identity', numbers)), width, [solved.numbers]);
    // In the space that the rows span, where they are fewer than columns.
    const { coefficients } = await fitRegularised(classRows(of), { C, folds: of.labels.map(() => 0) });
    expectSolved(coefficients, width, [solved.classes]);
  });
});

it('C is the one that predicts rows best which it has not seen, and each row’s own logits are of such coefficients', async () => {
  const rows = classRows(cases[1]);
  const folds = Array.from({ length: rows.count }, (_, i) => i % 3);
  const { C, unseen = new Float64Array(), folds: parts } = await fitRegularised(rows, { folds });
  expect(parts).toBe(3);
  const lossAt = async (strength: number) => {
    let loss = 0;
    for (let part = 0; part < 3; part++) {
      const weights = rows.weights.map((_, i) => Number(folds[i] !== part));
      const found = await fitLinear({ ...rows, weights }, strength, { tolerance: 1e-9 });
      for (let i = 0; i < rows.count; i++) {
        if (folds[i] !== part) continue;
        const logits = Array.from({ length: rows.outputs }, (_, c) => {
          const own = found.subarray(c * (rows.width + 1), (c + 1) * (rows.width + 1));
          return own[rows.width] + rows.x.slice(i * rows.width, (i + 1) * rows.width).reduce((sum, x, j) => sum + x * own[j], 0);
        });
        if (strength === C) for (const [c, logit] of logits.entries()) expect(unseen[i * rows.outputs + c]).toBeCloseTo(logit, 1);
        const gold = rows.targets.subarray(i * rows.outputs, (i + 1) * rows.outputs).indexOf(1);
        loss -= Math.log(Math.exp(logits[gold]) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      }
    }
    return loss;
  };
  const found = await Promise.all([0.1, 1, 10, 100].map(lossAt));
  expect(Math.min(...found)).toBe(found[[0.1, 1, 10, 100].indexOf(C)]);
});

it('prior rows are learned from in every part and scored in none; how much they weigh is what predicts the others best', async () => {
  const rows = classRows(cases[1]);
  const priorRows = 10;
  const first = rows.count - priorRows;
  const folds = Array.from({ length: first }, (_, i) => i % 3);
  const found = await fitRegularised(rows, { C: 10, folds, priorRows, weighedRows: 6 });
  const weigh = (factor: number, counts: (row: number) => boolean) =>
    rows.weights.map((_, row) => (row < first ? Number(counts(row)) : row < rows.count - 6 ? 1 : factor));
  const lossAt = async (factor: number) => {
    let loss = 0;
    for (let part = 0; part < 3; part++) {
      const weights = weigh(factor, (row) => folds[row] !== part);
      const coefficients = await fitLinear({ ...rows, weights }, 10, { tolerance: 1e-9 });
      loss += lossOf({ ...rows, weights: rows.weights.map((_, row) => Number(row < first && folds[row] === part)) }, coefficients);
    }
    return loss;
  };
  const choices = [0, 1, 2, 4];
  const losses = await Promise.all(choices.map(lossAt));
  expect(choices[losses.indexOf(Math.min(...losses))]).toBe(found.priorWeight);
  const whole = await fitLinear({ ...rows, weights: weigh(found.priorWeight, () => true) }, 10, { tolerance: 1e-9 });
  for (const [i, value] of whole.entries()) expect(found.coefficients[i]).toBeCloseTo(value, 5);
});
