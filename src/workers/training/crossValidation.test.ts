/** Who validates when, and what becomes of the figures: with a training that only writes down what it is given. */
import { expect, it } from 'vitest';
import type { Example } from '../../data/dataset';
import { createHead } from '../../tasks/head';
import { encodeSplit } from '../../train/data/encodedSplit';
import { type Evaluated, emptyEvaluated } from '../../train/learners/evaluator';
import { crossValidate, type Rows } from './crossValidation';

const head = createHead('topic', { kind: 'classification', labels: ['a', 'b'] }, { hiddenSize: 4, layers: 2 }, 0);
const examples = Array.from({ length: 22 }, (_, i): Example => ({ text: `row ${i}`, labels: { topic: i % 11 === 0 ? 'b' : 'a' } }));
const encoded = encodeSplit(examples, [head], ({ text }) => ({ text, pieces: [], sequences: [], truncated: false }));

async function folded(folds: number, answersOf: (fold: number, rows: Rows) => Evaluated = () => emptyEvaluated()) {
  const trained: { teaching: Rows; scored: Rows }[] = [];
  const result = await crossValidate({
    rows: { examples, encoded },
    heads: [head],
    folds,
    seed: 1,
    async train(teaching, scored) {
      trained.push({ teaching, scored });
      return answersOf(trained.length - 1, scored);
    },
  });
  return { trained, ...result };
}

it('every row validates once and teaches in all other folds, every class as evenly as it can', async () => {
  const { trained } = await folded(4);
  expect(trained).toHaveLength(4);
  const times = new Array<number>(22).fill(0);
  for (const { teaching, scored } of trained) {
    const validates = scored.examples.map(({ labels }) => labels.topic !== undefined);
    validates.forEach((does, row) => {
      times[row] += Number(does);
      expect(teaching.encoded.targets.get('topic')?.counts[row]).toBe(does ? 0 : 1);
    });
    expect([5, 6]).toContain(validates.filter(Boolean).length);
    expect(scored.examples.filter(({ labels }) => labels.topic === 'b').length).toBeLessThanOrEqual(1);
  }
  expect(times).toEqual(new Array(22).fill(1));
});

it('the answers of all folds are scored together, so that a class of two rows is not averaged over folds that lack it', async () => {
  // Every row is taken for an "a", with a loss that is the fold's number.
  const answersOf = (fold: number, { examples: rows }: Rows): Evaluated => {
    const labelled = rows.filter(({ labels }) => labels.topic !== undefined);
    const answered = emptyEvaluated();
    answered.metrics.topic = { loss: fold, count: labelled.length };
    answered.configs.topic = head.config;
    answered.scored.topic = labelled.map(({ text, labels }) => ({
      gold: labels.topic,
      answer: { classId: 0, label: 'a', scores: [1, 0] },
      text: { text, pieces: [] },
    }));
    answered.rows.topic = rows.flatMap(({ labels }, i) => (labels.topic === undefined ? [] : [i]));
    answered.outputs.topic = labelled.map((_, i) => Float32Array.of(fold, i));
    return answered;
  };
  const { metrics, scored, outputs, rows, trained } = await folded(3, answersOf);
  const sizes = trained.map(({ scored: rows }) => rows.examples.filter(({ labels }) => labels.topic !== undefined).length);
  // Of 22 rows, 20 are an "a": F1 of "a" is 40 / 42, that of "b" 0.
  expect(metrics.topic.macroF1).toBeCloseTo(40 / 42 / 2, 12);
  expect(metrics.topic.accuracy).toBeCloseTo(20 / 22, 12);
  expect(metrics.topic.count).toBe(22);
  expect(metrics.topic.loss).toBeCloseTo((sizes[1] + 2 * sizes[2]) / 22, 12);
  expect(new Set(scored.topic.map(({ text: { text } }) => text)).size).toBe(22);
  expect(outputs.topic).toHaveLength(22);
  expect(rows.topic.map((row) => `row ${row}`)).toEqual(scored.topic.map(({ text: { text } }) => text));
});

it('a task that no fold has a row of is left out', async () => {
  expect((await folded(3)).metrics.topic).toBeUndefined();
});
