/** What a head that is solved says of rows that it has not seen, against heads that were solved without them. */
import { describe, expect, it } from 'vitest';
import { stratifiedFolds } from '../../data/folds';
import { argmax, softmax } from '../../nn/rows';
import { Random } from '../../random';
import { oneHot } from './labels';
import { type HeadSolution, solveHead } from './solveHead';

const [WIDTH, OUTPUTS, COUNT, SEED] = [6, 3, 45, 4];
const random = new Random(8);
const ids = Array.from({ length: COUNT }, (_, i) => i % OUTPUTS);
/** Classes that overlap. */
const vectors = ids.map((id) => Float32Array.from({ length: WIDTH }, (_, j) => random.next() - 0.5 + (j === id ? 0.5 : 0)));

const solved = (rows: number[], C = 0, seen = false) =>
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
    { pause: async () => {}, seed: SEED, seen },
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

it('of rows that the encoder has learned from, C is the one that is about as sure as it is right', async () => {
  const rows = ids.map((_, row) => row);
  const found = await solved(rows, 0, true);
  expect(found.solvedC).toBe(10);
  expect(found.parameters).toEqual((await solved(rows, 10)).parameters);
  expect(found.unseen).toEqual([]);
  expect(found.note).toBe('C = 10, as the encoder has learned from these rows');
});

describe('texts without a label', () => {
  const draw = new Random(5);
  /** Along a bent line for each class, at whose beginning labels are, so that what they say is passed on from text to text. */
  const around = (id: number, at: number) =>
    Float32Array.from({ length: WIDTH }, (_, j) => 0.6 * (draw.next() - 0.5) + (j === id ? 1 - at : j === id + 3 ? at : 0));
  const labelled = ids.slice(0, 6).map((id) => around(id, 0.3 * draw.next()));
  const cloud = (count: number) => Array.from({ length: count }, (_, i) => around(i % OUTPUTS, draw.next()));
  const flat = (rows: Float32Array[]) => Float32Array.from(rows.flatMap((row) => [...row]));
  /** @param before the layer before the last of labelled rows and texts */
  const withTexts = (texts: Float32Array[], before?: Float32Array[], { C = 10, seen = false } = {}) =>
    solveHead(
      {
        features: flat(labelled),
        width: WIDTH,
        ...(before ? { before: { features: flat(before.slice(0, 6)), unlabelled: flat(before.slice(6)) } } : {}),
      },
      {
        link: 'softmax',
        outputs: OUTPUTS,
        targets: oneHot(ids.slice(0, 6), OUTPUTS),
        classes: ids.slice(0, 6).map(String),
        unlabelled: flat(texts),
      },
      { C },
      { pause: async () => {}, seed: SEED, seen },
    );
  const right = ({ parameters }: HeadSolution, rows: Float32Array[]) => {
    const [weight, bias] = ['weight', 'bias'].map((part) => parameters.get(`classifier.${part}`) as Float32Array);
    const answers = rows.map((row) =>
      argmax(bias.map((b, c) => row.reduce((sum, x, j) => sum + weight[c * WIDTH + j] * x, b * Math.hypot(...row)))),
    );
    return answers.filter((id, i) => id === i % OUTPUTS).length / rows.length;
  };

  it('help to answer others', async () => {
    const [texts, others] = [cloud(300), cloud(300)];
    const [without, found] = [await withTexts([]), await withTexts(texts)];
    expect([without.texts, found.texts]).toEqual([0, 300]);
    expect(right(found, others)).toBeGreaterThan(right(without, others) + 0.03);
  });

  it('teach with C = 1 where the encoder has learned from the rows, and the head is as sure of them as with 10', async () => {
    const texts = cloud(300);
    const [seen, one, ten] = [
      await withTexts(texts, undefined, { C: 0, seen: true }),
      await withTexts(texts, undefined, { C: 1 }),
      await withTexts(texts, undefined, { C: 10 }),
    ];
    expect(seen.note).toBe('C = 1, as the encoder has learned from these rows, and as sure as with C = 10');
    const weights = ({ parameters }: HeadSolution) => [...parameters.values()].flatMap((values) => [...values]);
    const factors = weights(seen).map((value, i) => value / weights(one)[i]);
    for (const factor of factors) expect(factor / factors[0]).toBeCloseTo(1, 4);
    const sureness = ({ parameters }: HeadSolution) => {
      const [weight, bias] = ['weight', 'bias'].map((part) => parameters.get(`classifier.${part}`) as Float32Array);
      const most = texts.map((text) => {
        const logits = bias.map((b, c) => text.reduce((sum, x, j) => sum + (weight[c * WIDTH + j] * x) / Math.hypot(...text), b));
        return Math.max(...softmax(logits));
      });
      return most.reduce((sum, p) => sum + p, 0) / most.length;
    };
    expect(sureness(seen)).toBeGreaterThan(sureness(one) + 0.1);
    expect(Math.abs(sureness(seen) - sureness(ten))).toBeLessThan(0.03);
  });

  it('help more where the layer before the last tells classes apart', async () => {
    const [texts, others] = [cloud(300), cloud(300)];
    const clear = (id: number) => Float32Array.from({ length: WIDTH }, (_, j) => 0.3 * (draw.next() - 0.5) + (j === id ? 1 : 0));
    const before = [...labelled, ...texts].map((_, i) => clear((i < 6 ? i : i - 6) % OUTPUTS));
    expect(right(await withTexts(texts, before), others)).toBeGreaterThan(right(await withTexts(texts), others) + 0.03);
  });

  it('what all texts have in common counts nothing where two layers are read', async () => {
    const [texts, others] = [cloud(300), cloud(300)];
    /** As of a layer whose vectors all point nearly the same way. */
    const before = [...labelled, ...texts].map(() => Float32Array.from({ length: WIDTH }, (_, j) => (j === 0 ? 1 : 0)));
    const [plain, shifted] = [await withTexts(texts), await withTexts(texts, before)];
    expect(right(shifted, others)).toBeGreaterThan(right(plain, others) - 0.03);
  });

  it('change nothing where they are too few', async () => {
    const [without, few] = [await withTexts([]), await withTexts(cloud(99))];
    expect(few.texts).toBe(0);
    expect(few.parameters).toEqual(without.parameters);
  });
});
