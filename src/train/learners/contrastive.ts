/** Contrastive fine-tuning as a run of its own: pairs of rows as examples of one task, the similarity of two texts. */
import { type Example, emptyLabels } from '../../data/dataset';
import { TandemError } from '../../errors';
import { createHead, type EncoderShape } from '../../tasks/head';
import { similarity } from '../../tasks/similarity/similarity';
import { samplePairs } from '../data/pairs';
import { type Contrastive, pairCount, partsOf } from '../plan/contrastive';
import type { PlannedBatch } from '../plan/epochPlan';
import { completeOptions, type TrainOptions } from '../plan/options';
import { createTask, kindsOf, type Task } from '../plan/task';

export interface ContrastiveRun {
  tasks: Task[];
  /** In the order in which they are learned. */
  pairs: Example[];
  options: TrainOptions;
  /** The steps of a part of the run, counted from 1: after each it could go on another time. */
  plan(part: number): PlannedBatch[];
}

/** What the pairs' task is called in losses. */
const PAIRS = 'pairs';

/** @throws TandemError `bad-input` where no two classes have rows */
export function contrastiveRun(rows: Example[], contrastive: Contrastive, run: TrainOptions, shape: EncoderShape): ContrastiveRun {
  const { task: name, batchSize, learningRate, layers } = contrastive;
  const labelled = rows.filter(({ labels }) => typeof labels[name] === 'string');
  const count = pairCount(contrastive, labelled.length);
  const sampled = samplePairs(
    labelled.map(({ labels }) => String(labels[name])),
    count,
    run.seed,
  );
  if (sampled.length === 0) {
    throw new TandemError('bad-input', `Contrastive fine-tuning needs training rows of at least two classes of ${name}. Label some more.`);
  }
  const pairs = sampled.map(({ a, b, alike }): Example => {
    const labels = Object.assign(emptyLabels(), { [PAIRS]: alike ? 1 : 0 });
    return { text: labelled[a].text, other: labelled[b].text, labels };
  });
  const head = createHead(PAIRS, { kind: similarity.kind, range: [0, 1] }, shape, run.seed);
  const { layerDecay, weightDecay, maxGradNorm, longTexts, stride, recompute, seed } = run;
  const options = completeOptions(
    {
      ...{ layerDecay, weightDecay, maxGradNorm, longTexts, stride, recompute, seed, batchSize },
      epochs: partsOf(contrastive, count),
      learningRate: { encoder: learningRate },
      unfreeze: { layers },
      schedule: 'constant',
      warmupRatio: 0,
      validation: 'none',
    },
    kindsOf([head]),
  );
  const steps = Math.ceil(count / batchSize);
  const batch = (step: number): PlannedBatch => {
    const [from, to] = [step * batchSize, Math.min(count, (step + 1) * batchSize)];
    return { examples: Array.from({ length: to - from }, (_, i) => from + i), tasks: [PAIRS] };
  };
  const first = (part: number) => Math.floor((steps * part) / options.epochs);
  return {
    tasks: [createTask(head, options)],
    pairs,
    options,
    plan: (part) => Array.from({ length: first(part) - first(part - 1) }, (_, i) => batch(first(part - 1) + i)),
  };
}
