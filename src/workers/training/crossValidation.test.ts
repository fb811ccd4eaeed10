/** Who validates when, and what becomes of the figures: with a training that only writes down what it is given. */
import { expect, it } from 'vitest';
import type { Example } from '../../data/dataset';
import { createHead } from '../../tasks/head';
import type { Metrics } from '../../tasks/taskMetrics';
import { encodeSplit } from '../../train/data/encodedSplit';
import type { TrainingResult } from '../../train/runs/loop';
import { crossValidate, type Rows } from './crossValidation';

const head = createHead('topic', { kind: 'classification', labels: ['a', 'b'] }, { hiddenSize: 4, layers: 2 }, 0);
const examples = Array.from({ length: 22 }, (_, i): Example => ({ text: `row ${i}`, labels: { topic: i % 11 === 0 ? 'b' : 'a' } }));
const encoded = encodeSplit(examples, [head], ({ text }) => ({ text, pieces: [], sequences: [], truncated: false }));

async function folded(folds: number, metricsOf: (fold: number) => Metrics = () => ({})) {
  const trained: { teaching: Rows; scored: Rows }[] = [];
  const result = await crossValidate({
    rows: { examples, encoded },
    folds,
    seed: 1,
    async train(teaching, scored) {
      trained.push({ teaching, scored });
      return { metrics: metricsOf(trained.length - 1) } as unknown as TrainingResult;
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

it('figures are means over rows; a task that a fold has no row of is left out of its mean', async () => {
  const { metrics, folds } = await folded(3, (fold) => ({
    topic: { loss: fold, count: [8, 7, 7][fold], accuracy: [1, 0.5, 0][fold] },
    ...(fold === 1 ? { rare: { loss: 2, count: 3, accuracy: 0.25 } } : {}),
  }));
  expect(folds).toBe(3);
  expect(metrics.topic).toEqual({ loss: (7 + 14) / 22, count: 22, accuracy: (8 + 3.5) / 22 });
  expect(metrics.rare).toEqual({ loss: 2, count: 3, accuracy: 0.25 });
});
