/** What a head that is solved says of rows that it has not seen, against heads that were solved without them. */
import { expect, it } from 'vitest';
import { stratifiedFolds } from '../../data/folds';
import { softmax } from '../../nn/rows';
import { Random } from '../../random';
import { oneHot } from './labels';
import { type HeadSolution, solveHead } from './solveHead';

const [WIDTH, OUTPUTS, COUNT, SEED] = [6, 3, 45, 4];
const random = new Random(8);
const ids = Array.from({ length: COUNT }, (_, i) => i % OUTPUTS);
/** Classes that overlap. */
const vectors = ids.map((id) => Float32Array.from({ length: WIDTH }, (_, j) => random.next() - 0.5 + (j === id ? 0.5 : 0)));

const solved = (rows: number[], C = 0) =>
  solveHead(
    { features: Float32Array.from(rows.flatMap((row) => [...vectors[row]])), width: WIDTH },
    {
      link: 'softmax',
      outputs: OUTPUTS,
      targets: oneHot(
        rows.map((row) => ids[row]),
        OUTPUTS,
      ),
      classes: rows.map((row) => String(ids[row])),
    },
    { C },
    { pause: async () => {}, seed: SEED, seen: false },
  );

function answer({ parameters }: HeadSolution, row: number): number[] {
  const [weight, bias] = ['weight', 'bias'].map((part) => parameters.get(`classifier.${part}`) as Float32Array);
  const length = Math.hypot(...vectors[row]);
  const logits = Array.from(bias, (b, c) => vectors[row].reduce((sum, x, j) => sum + (weight[c * WIDTH + j] * x) / length, b));
  return softmax(Float32Array.from(logits));
}

it('rows are answered by coefficients of the other folds, with the C that was chosen', async () => {
  const all = ids.map((_, row) => row);
  const found = await solved(all);
  const folds = stratifiedFolds(ids.map(String), 5, SEED);
  expect(found.unseen.map(({ row }) => row)).toEqual(all);
  let [far, seenApart] = [0, 0];
  for (const fold of new Set(folds)) {
    const others = await solved(
      all.filter((row) => folds[row] !== fold),
      found.solvedC,
    );
    for (const row of all.filter((one) => folds[one] === fold)) {
      const said = softmax(found.unseen[row].outputs);
      const [expected, seen] = [answer(others, row), answer(found, row)];
      far = Math.max(far, ...said.map((p, c) => Math.abs(p - expected[c])));
      seenApart = Math.max(seenApart, ...said.map((p, c) => Math.abs(p - seen[c])));
    }
  }
  expect(far).toBeLessThan(0.01);
  expect(seenApart).toBeGreaterThan(0.05);
});

it('no row is answered that way where C is given, and all were fitted at once', async () => {
  expect(
    (
      await solved(
        ids.map((_, row) => row),
        1,
      )
    ).unseen,
  ).toEqual([]);
});
