/** Contrastive fine-tuning: PyTorch's losses (reference/contrastive_fixture.py), and what its pairs are. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { type Example, emptyLabels } from '../../data/dataset';
import { CUT, encodeText } from '../../inference/reading';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { readTensors } from '../../model/tensorValues';
import { taskKind } from '../../tasks/registry';
import { nodeHost } from '../../testing/nodeHost';
import { loadTokenizer } from '../../tokenizer/load';
import { encodeSplit } from '../data/encodedSplit';
import { samplePairs } from '../data/pairs';
import { completeContrastive } from '../plan/contrastive';
import { completeOptions } from '../plan/options';
import { contrastiveRun } from './contrastive';
import { encoderBatch } from './encoderBatch';
import { EncoderTrainer } from './encoderTrainer';

interface Fixture {
  rows: [text: string, label: string][];
  rate: number;
  decay: number;
  steps: { pairs: [number, number][]; loss: number; norm: number }[];
}

const { rows, rate, decay, steps } = JSON.parse(readFileSync('reference/fixtures/contrastive.json', 'utf8')) as Fixture;

const examples = rows.map(([text, topic]): Example => ({ text, labels: Object.assign(emptyLabels(), { topic }) }));
const kinds = { topic: taskKind('classification') };
const runOf = (input: Parameters<typeof completeContrastive>[0], rowsOf = examples) =>
  contrastiveRun(rowsOf, completeContrastive(input, kinds), completeOptions({ seed: 5, weightDecay: decay }, kinds), {
    hiddenSize: 384,
    layers: 7,
  });

it('losses of ten steps on the bundled model are PyTorch’s to 1e-4', async () => {
  const host = nodeHost();
  const model = await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
  const tokenizer = await loadTokenizer(model);
  const { tasks, options } = runOf({ batchSize: steps[0].pairs.length, learningRate: rate });
  const parameters = await readTensors(model, () => true);
  const config = { ...model.config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };
  const encoder = { config, modes: model.sentence.pooling.modes, parameters, lowest: 1 };
  const trainer = new EncoderTrainer(cpuBackend(), encoder, tasks, options);
  for (const [step, { pairs, loss, norm }] of steps.entries()) {
    const learned = pairs.map(([a, b]): Example => {
      const labels = Object.assign(emptyLabels(), { pairs: rows[a][1] === rows[b][1] ? 1 : 0 });
      return { text: rows[a][0], other: rows[b][0], labels };
    });
    const heads = tasks.map(({ head }) => head);
    const encoded = encodeSplit(learned, heads, (example, view) => encodeText(tokenizer, example, view, CUT));
    const { batch } = encoderBatch(
      encoded,
      tasks,
      pairs.map((_, i) => i),
      encoder.modes,
    );
    trainer.run([batch], 1, { lowest: 1, learningRate: rate });
    const [report] = await trainer.state.reports();
    expect(Math.abs(report.losses.pairs - loss) / loss, `loss of step ${step}`).toBeLessThan(1e-4);
    expect(Math.abs(report.gradNorm - norm) / norm, `norm of step ${step}`).toBeLessThan(1e-3);
  }
  trainer.destroy();
});

describe('pairs', () => {
  const classes = ['a', 'b', 'a', 'c', 'a', 'a', 'b'];

  it('are half alike and half not, as their rows’ classes say, and classes take turns', () => {
    const pairs = samplePairs(classes, 120, 1);
    expect(pairs.filter(({ alike }) => alike)).toHaveLength(60);
    for (const { a, b, alike } of pairs) expect(classes[a] === classes[b]).toBe(alike);
    const anchors = (name: string) => pairs.filter(({ a }) => classes[a] === name).length;
    expect(['a', 'b', 'c'].map(anchors)).toEqual([40, 40, 40]);
    // A row is a partner of itself only where its class has no other.
    expect(pairs.every(({ a, b, alike }) => !alike || a !== b || classes[a] === 'c')).toBe(true);
    // Rows of a class take turns as well: four rows of a share its forty.
    expect([0, 2, 4, 5].map((row) => pairs.filter(({ a }) => a === row).length)).toEqual([10, 10, 10, 10]);
  });

  it('are the same for the same seed and others for another, and there are none of one class', () => {
    expect(samplePairs(classes, 50, 3)).toEqual(samplePairs(classes, 50, 3));
    expect(samplePairs(classes, 50, 3)).not.toEqual(samplePairs(classes, 50, 4));
    expect(samplePairs(['a', 'a'], 50, 3)).toEqual([]);
  });
});

describe('the run', () => {
  it('learns every pair once, in parts that are as many as it can go on from', () => {
    const { pairs, plan, options } = runOf({ pairs: 1000, batchSize: 8 });
    const batches = Array.from({ length: options.epochs }, (_, i) => plan(i + 1)).flat();
    expect(options.epochs).toBe(5);
    expect(batches.flatMap((batch) => batch.examples)).toEqual(pairs.map((_, i) => i));
  });

  it('has 40 pairs per row, and never more than 4,000 unless asked', () => {
    expect(runOf(true).pairs).toHaveLength(240);
    expect(runOf(true, Array.from({ length: 50 }, () => examples).flat()).pairs).toHaveLength(4000);
    expect(runOf({ pairs: 5000 }).pairs).toHaveLength(5000);
  });

  it.each([
    [{ task: 'mood' }, /contrastive.task must be one of the classifications: topic/],
    [{ layers: 0 }, /contrastive.layers is 0/],
    [{ batchSize: 0 }, /contrastive.batchSize is 0/],
    [{ pears: 3 } as object, /There is no option "contrastive.pears"/],
  ])('%j is refused', (input, message) => {
    expect(() => completeContrastive(input, kinds)).toThrow(message);
  });

  it('is refused without classes, beside an open encoder, and where folds would score what was learned', () => {
    expect(() => completeContrastive(true, {})).toThrow(/this run has no classification/);
    expect(() => completeOptions({ contrastive: true, unfreeze: { layers: 1 } }, kinds)).toThrow(/Train twice/);
    expect(() => completeOptions({ contrastive: true, folds: 3 }, kinds)).toThrow(/leave folds at 0/);
    expect(() =>
      runOf(
        true,
        examples.filter(({ labels }) => labels.topic === 'place'),
      ),
    ).toThrow(/at least two classes of topic/);
  });
});
