/**
 * What a run with an open encoder will take, before it is started: memory by planning it all without
 * computing, time by a step that is really made on a few of its sentences.
 */
import type { Backend } from '../../autodiff/backend';
import { measuringBackend } from '../../autodiff/measuringBackend';
import type { Example } from '../../data/dataset';
import type { Encoder } from '../../inference/encoder';
import { FeatureCache } from '../data/featureCache';
import type { FeaturesKept } from '../data/featureTable';
import { planEpoch, stepsOf } from '../plan/epochPlan';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import { EncoderLearner, type EncoderLearning, type LearningSplit } from './encoderLearner';
import { keptTokens, openEncoder, openSplits, statesOf } from './openEncoder';

/** Bytes on the device. */
export interface Memory {
  /** Weights, gradients, optimiser, kept inputs and results. */
  parameters: number;
  /** What a step computes on its way. */
  activations: number;
  total: number;
}

/** What a run with an open encoder will take. */
export interface Forecast {
  /** Bytes that training holds on the device at most, beside the loaded model. */
  memory: Memory;
  /** The same with layers recomputed, where they are not already. */
  recomputed?: Memory;
  /** Seconds of each epoch, one entry per epoch; the hidden states that it has to compute first included. */
  epochs: number[];
  /** Hidden states below the open layers, for the epoch that needs most of them; absent where there are none. */
  kept?: FeaturesKept;
  /** Kernels that a step starts, at its deepest. */
  dispatches: number;
}

/**
 * @param backend on which the probe is run; the caller's to destroy
 * @param parts epochs among which the training rows are divided. Default: 1, every epoch goes through all of them
 */
export async function forecast(
  backend: Backend,
  encoder: Encoder,
  splits: Record<LearningSplit, Example[]>,
  tasks: Task[],
  options: TrainOptions,
  signal: AbortSignal,
  parts = 1,
): Promise<Forecast> {
  const cache = new FeatureCache(async () => {
    throw new Error('a probe leaves nothing behind');
  });
  const job = { signal, onProgress() {} };
  const open = await openEncoder(encoder, splits, tasks, options, cache, job);
  const memory = await memoryOf(open, options);
  const recomputed = options.recompute ? undefined : await memoryOf(open, { ...options, recompute: true });
  const few = probed(splits, options.batchSize);
  const states = open.statesOf ? { statesOf: statesOf(encoder, few, options, cache, job) } : {};
  const probe = { ...open, ...(await openSplits(encoder, few, tasks, options, signal)), ...states };
  const { perToken, dispatches } = await timed(backend, probe);
  const tokens = (split: LearningSplit) => open[split].encoded.tokens.reduce((sum, count) => sum + count, 0);
  const kept = keptTokens(open.train) + keptTokens(open.validation);
  const epochs = open.plan.map(({ lowest }, i) => {
    const moved = i === 0 || open.plan[i - 1].lowest !== lowest;
    const states = moved && open.statesOf ? perToken.states * kept : 0;
    return states + (perToken.step(lowest) * tokens('train')) / parts + perToken.evaluation * tokens('validation');
  });
  return { memory, ...(recomputed ? { recomputed } : {}), ...(open.kept ? { kept: open.kept } : {}), epochs, dispatches };
}

/** Goes through the deepest epoch, with every size that it meets, on a backend that only counts. */
async function memoryOf(open: EncoderLearning, options: TrainOptions): Promise<Memory> {
  const counting = measuringBackend();
  const nothing = new Float32Array();
  const learner = new EncoderLearner(counting, { ...open, options, ...(open.statesOf ? { statesOf: async () => nothing } : {}) });
  const epoch = deepest(open) + 1;
  const steps = stepsOf(planEpoch(open.train.encoded, learner.teaching(epoch), options, epoch), options.gradientAccumulation);
  await learner.startEpoch(epoch, steps);
  for (const step of steps) await learner.run(step, 1);
  await learner.evaluate();
  const { stores, temporaries, total } = counting.peak;
  learner.destroy();
  return { parameters: stores, activations: temporaries, total };
}

const deepest = ({ plan }: EncoderLearning) => plan.reduce((best, { lowest }, i) => (lowest < plan[best].lowest ? i : best), 0);

/** Two batches and a few examples to evaluate, as they come. */
function probed({ train, validation }: Record<LearningSplit, Example[]>, batchSize: number): Record<LearningSplit, Example[]> {
  const every = <T>(items: T[], count: number) => {
    const stride = Math.max(1, Math.floor(items.length / count));
    return items.filter((_, i) => i % stride === 0).slice(0, count);
  };
  return { train: every(train, 2 * batchSize), validation: every(validation, batchSize) };
}

/** Seconds per token: of hidden states, of steps at a depth, of evaluation. */
export async function timed(backend: Backend, probe: EncoderLearning) {
  const measure = async (job: () => Promise<unknown>) => {
    const started = performance.now();
    await job();
    return (performance.now() - started) / 1000;
  };
  const { options, train, validation } = probe;
  const sum = (counts: ArrayLike<number>) => Array.from(counts).reduce((a, b) => a + b, 0);
  const validationTokens = sum(validation.encoded.tokens);
  const epoch = deepest(probe) + 1;
  const learner = new EncoderLearner(backend, probe);
  try {
    const batches = planEpoch(train.encoded, learner.teaching(epoch), options, epoch);
    const states = await measure(() => learner.startEpoch(epoch, [batches]));
    const step = async () => {
      await learner.run(batches.slice(0, 1), 0);
      await learner.state.reports();
    };
    await step();
    const seconds = await measure(step);
    const tokens = sum(batches[0].examples.map((i) => train.encoded.tokens[i]));
    await learner.evaluate();
    const evaluation = await measure(() => learner.evaluate());
    const layers = probe.encoder.config.numHiddenLayers;
    const open = layers + 1 - probe.plan[epoch - 1].lowest;
    return {
      dispatches: learner.dispatches,
      perToken: {
        states: states / (keptTokens(train) + keptTokens(validation)),
        // Open layers cost alike; heads next to nothing.
        step: (lowest: number) => ((seconds / tokens) * Math.max(0.1, layers + 1 - lowest)) / Math.max(0.1, open),
        evaluation: validationTokens > 0 ? evaluation / validationTokens : 0,
      },
    };
  } finally {
    learner.destroy();
  }
}
