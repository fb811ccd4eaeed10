/** Coefficients against scikit-learn's (reference/logistic_fixture.py), whatever was learned before. */
import { expect, it } from 'vitest';
import { type LogisticCase, logisticCases, type Solved } from '../testing/logisticCases';
import { floats } from '../testing/sentenceFolders';
import { type LearnedRows, LinearLearner } from './linearLearner';

const cases = logisticCases();
const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `name ${i}`);

function rowsOf({ x, rows, weights }: LogisticCase, targets: number[][], weighted = false, count = rows): LearnedRows {
  const all = floats(x);
  return {
    x: all.subarray(0, (all.length / rows) * count),
    count,
    targets: Float64Array.from(targets.slice(0, count).flat()),
    weights: weighted ? Float64Array.from(weights).subarray(0, count) : new Float64Array(count).fill(1),
  };
}

function expectClose(learner: LinearLearner, expected: Solved[]) {
  const parameters = learner.parameters();
  const weight = expected.flatMap((one) => [...floats(one.coefficients)]);
  const largest = Math.max(1, ...weight.map(Math.abs));
  for (const [i, value] of (parameters.get('classifier.weight') as Float32Array).entries())
    expect(Math.abs(value - weight[i]) / largest).toBeLessThan(2e-3);
  const biases = expected.flatMap((one) => one.biases);
  for (const [i, value] of (parameters.get('classifier.bias') as Float32Array).entries())
    expect(Math.abs(value - biases[i])).toBeLessThan(2e-2);
}

it.each(cases.filter(({ classes }) => classes > 2).map((of) => [`${of.rows} rows, ${of.classes} classes`, of] as const))(
  '%s',
  async (_, of) => {
    const { width, classes, labels, solved } = of;
    const oneHot = labels.map((label) => Array.from({ length: classes }, (_, c) => Number(c === label)));
    for (const { C, classes: expected, weighted, several } of solved) {
      const learner = new LinearLearner('softmax', width);
      // From where it was: some rows first, then with a name less, then all.
      await learner.learn(namesOf(classes), rowsOf(of, oneHot, false, Math.ceil(of.rows / 2)), { C });
      await learner.learn(namesOf(classes), rowsOf(of, oneHot, true), { C });
      expectClose(learner, [weighted]);
      await learner.learn(namesOf(classes), rowsOf(of, oneHot), { C });
      expectClose(learner, [expected]);
      const each = new LinearLearner('sigmoid', width);
      await each.learn(namesOf(of.several[0].length), rowsOf(of, of.several), { C });
      expectClose(each, several);
    }
  },
);

it('a name that is new begins at nothing, and the others go on from where they were', async () => {
  const of = cases.find(({ classes }) => classes > 2) as LogisticCase;
  const learner = new LinearLearner('softmax', of.width);
  const names = namesOf(of.classes);
  const targets = of.labels.map((label) => names.map((_, c) => Number(c === label)));
  await learner.learn(names, rowsOf(of, targets), { C: 1 });
  const before = learner.parameters().get('classifier.weight') as Float32Array;
  const moved = ['new', ...names].reverse();
  const none = { x: new Float32Array(), count: 0, targets: new Float64Array(), weights: new Float64Array() };
  await learner.learn(moved, none, { C: 1, enough: () => true });
  const after = learner.parameters().get('classifier.weight') as Float32Array;
  for (const [c, name] of moved.entries()) {
    const own = [...after.subarray(c * of.width, (c + 1) * of.width)];
    const place = names.indexOf(name);
    expect(own).toEqual(place < 0 ? own.map(() => 0) : [...before.subarray(place * of.width, (place + 1) * of.width)]);
  }
});
