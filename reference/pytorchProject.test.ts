/** A project as it is written, run by Python unchanged: its losses are the page's, from a fresh and from a half-done run. */
import { describe, expect, it } from 'vitest';
import { Encoder } from '../src/inference/encoder';
import { openModel } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { everyTask } from '../src/testing/everyTask';
import { nodeHost } from '../src/testing/nodeHost';
import { pageRun } from '../src/testing/pageRun';
import { ProjectFolder, projectPython } from '../src/testing/projectFolder';
import { SMALL_MODELS, smallModel } from '../src/testing/smallModel';
import type { TrainOptionsInput } from '../src/train/plan/options';
import type { Best } from '../src/train/runs/bestEpochs';
import type { StepPoint } from '../src/train/runs/pace';

const STEP_0 = 1e-5;
const LATER = 1e-4;
/** Steps that are compared. */
const STEPS = 20;

const CLS_AND_MAX = {
  word_embedding_dimension: 32,
  pooling_mode_cls_token: true,
  pooling_mode_mean_tokens: false,
  pooling_mode_max_tokens: true,
};

const SETTINGS: Record<string, TrainOptionsInput & { model: ModelFiles }> = {
  'frozen encoder, weights by uncertainty, two batches per step': {
    model: smallModel(),
    epochs: 6,
    batchSize: 4,
    gradientAccumulation: 2,
    balance: 'uncertainty',
    warmupRatio: 0.1,
    schedule: 'cosine',
    seed: 5,
  },
  'encoder open layer by layer, down to the embeddings, a frozen head': {
    model: smallModel(),
    epochs: 6,
    batchSize: 6,
    unfreeze: { layers: 'all', embeddings: true, gradual: { warmup: 1, every: 1 } },
    learningRate: { encoder: 1e-3 },
    layerDecay: 0.8,
    tasks: { topic: { freeze: true }, score: { weight: 0.5 } },
    seed: -3,
  },
  'top layer open, batches of one task in turns, long texts in windows, two modes of pooling': {
    model: smallModel({ tokens: 24, pooling: CLS_AND_MAX }),
    longTexts: 'windows',
    stride: 4,
    epochs: 2,
    batchSize: 6,
    batching: 'alternating',
    unfreeze: { layers: 1 },
    learningRate: { encoder: 5e-4 },
    maxGradNorm: 0,
  },
};

function expectSteps(actual: StepPoint[], expected: StepPoint[]): void {
  expect(actual.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
  for (const [i, point] of actual.entries()) {
    const page = expected[i];
    expect(Object.keys(point.losses).sort()).toEqual(Object.keys(page.losses).sort());
    const pairs: [name: string, actual: number, expected: number][] = [
      ...Object.entries(point.losses).map(([name, loss]): [string, number, number] => [name, loss, page.losses[name]]),
      ['total', point.total, page.total],
      ['gradient norm', point.gradNorm, page.gradNorm],
    ];
    for (const [name, a, b] of pairs) {
      expect(Math.abs(a - b) / Math.max(Math.abs(b), 1e-2), `${name} in step ${page.step}`).toBeLessThan(i === 0 ? STEP_0 : LATER);
    }
  }
}

/** All of the encoder open. */
const OPEN: TrainOptionsInput = {
  epochs: 5,
  batchSize: 6,
  unfreeze: { layers: 'all', embeddings: true },
  learningRate: { encoder: 1e-3 },
  layerDecay: 0.8,
  weightDecay: 0.1,
};

describe.skipIf(projectPython.missing)(projectPython.titled('a PyTorch project'), () => {
  it.each(Object.entries(SETTINGS))(
    '%s',
    async (_, { model, ...input }) => {
      const encoder = await Encoder.open(await openModel(model), nodeHost(), { device: 'wasm' });
      const { parts, points, states, result } = await pageRun(encoder, everyTask(24, 8), input);
      const fresh = await ProjectFolder.of(parts);
      fresh.python('train.py', '--no-dropout', '--steps', String(STEPS));
      expectSteps(fresh.log(), points.slice(0, STEPS));
      fresh.remove();
      const half = states[Math.floor(states.length / 2) - 1];
      const later = await ProjectFolder.of({ ...parts, from: half });
      later.python('train.py', '--no-dropout');
      expectSteps(later.log().slice(0, STEPS), points.slice(half.step, half.step + STEPS));
      // To the end, where an epoch from before may still be the best.
      const { best } = later.json<{ best: Record<string, Best> }>('output/metrics.json');
      for (const [task, { epoch }] of Object.entries(result.best)) expect(best[task].epoch, task).toBe(epoch);
      later.remove();
    },
    300_000,
  );

  it.each(SMALL_MODELS)(
    'all layers and embeddings of a small model of type %s',
    async (type) => {
      const encoder = await Encoder.open(await openModel(smallModel({ type })), nodeHost(), { device: 'wasm' });
      const { parts, points } = await pageRun(encoder, everyTask(24, 4), OPEN);
      const project = await ProjectFolder.of(parts);
      project.python('train.py', '--no-dropout', '--steps', String(STEPS));
      expectSteps(project.log(), points.slice(0, STEPS));
      project.remove();
    },
    200_000,
  );
});
