/** A project as it is written, run by Python unchanged: its losses are the page's, from a fresh and from a half-done run, in one process and in two. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cpuBackend } from '../src/autodiff/cpuBackend';
import { type ProjectParts, projectFiles } from '../src/exports/pytorchProject/pytorchProject';
import type { ExportFile } from '../src/exports/target';
import { Encoder } from '../src/inference/encoder';
import { openModel } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { memoryCache } from '../src/storage/memoryCache';
import { taskKind } from '../src/tasks/registry';
import { everyTask } from '../src/testing/everyTask';
import { nodeHost } from '../src/testing/nodeHost';
import { smallModel } from '../src/testing/smallModel';
import { withoutDropout } from '../src/testing/withoutDropout';
import { FeatureCache } from '../src/train/data/featureCache';
import { freshHeads, settle, tasksFor } from '../src/train/data/tasks';
import { completeOptions, type TrainOptionsInput } from '../src/train/plan/options';
import { kindsOf } from '../src/train/plan/task';
import { type LoopState, train } from '../src/train/runs/loop';
import type { StepPoint } from '../src/train/runs/pace';
import { Learning } from '../src/workers/training/learning';

const python = process.env.TANDEM_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import torch, transformers, accelerate, seqeval, scipy']).status === 0;

const STEP_0 = 1e-5;
const LATER = 1e-4;
const FIRST = 20;

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
    model: smallModel(24, CLS_AND_MAX),
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

interface PageRun {
  parts: ProjectParts;
  points: StepPoint[];
  /** After each epoch. */
  states: LoopState[];
}

async function pageRun(encoder: Encoder, input: TrainOptionsInput): Promise<PageRun> {
  const dataset = everyTask(24, 8);
  const kinds = Object.fromEntries(Object.entries(dataset.tasks).map(([name, { kind }]) => [name, taskKind(kind)]));
  const options = completeOptions(input, kinds);
  const heads = freshHeads(dataset, encoder.shape, options);
  for (const head of heads) withoutDropout(head);
  const settled = settle(heads, dataset.train, (example, { kind }) => encoder.read(example, kind.reads[0].view, options));
  const tasks = tasksFor(dataset, settled, completeOptions(input, kindsOf(settled)), ['train', 'validation']);
  const cache = new FeatureCache(async () => memoryCache());
  const loaded = { encoder, heads: settled, reading: options };
  const context = { signal: new AbortController().signal, progress: () => {} };
  const learning = new Learning(loaded, { host: nodeHost(), cache }, tasks, options, context, () => undefined);
  const [points, states]: [StepPoint[], LoopState[]] = [[], []];
  await train({
    backend: cpuBackend,
    tasks,
    ...(await learning.on(dataset)),
    options,
    events: {
      onSteps: (more) => points.push(...more),
      onEpoch: (_record, _evaluated, state) => {
        states.push({ ...state, history: [...state.history] });
      },
    },
  });
  return { parts: { encoder, heads: settled, dataset, options }, points, states };
}

async function written(files: ExportFile[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-project-'));
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    if ('bytes' in file) writeFileSync(path, file.bytes);
    else {
      writeFileSync(path, '');
      for await (const part of file.parts()) writeFileSync(path, part, { flag: 'a' });
    }
  }
  return folder;
}

const run = (folder: string, args: string[]) =>
  execFileSync(python, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1', ACCELERATE_USE_CPU: 'true' } });

const logOf = (folder: string): StepPoint[] =>
  readFileSync(join(folder, 'output/log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StepPoint);

function expectSteps(actual: StepPoint[], expected: StepPoint[]): void {
  expect(actual.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
  for (const [i, point] of actual.entries()) {
    const page = expected[i];
    const tolerance = i === 0 ? STEP_0 : LATER;
    expect(Object.keys(point.losses).sort()).toEqual(Object.keys(page.losses).sort());
    const pairs = [
      ...Object.entries(point.losses).map(([name, loss]) => [name, loss, page.losses[name]] as const),
      ['total', point.total, page.total] as const,
      ['gradient norm', point.gradNorm, page.gradNorm] as const,
    ];
    for (const [name, a, b] of pairs)
      expect(Math.abs(a - b) / Math.max(Math.abs(b), 1e-2), `${name} in step ${page.step}`).toBeLessThan(tolerance);
  }
}

describe.skipIf(!hasPython)(
  hasPython ? 'a PyTorch project' : `a PyTorch project (skipped: ${python} has no torch, transformers, accelerate and seqeval)`,
  () => {
    const folders: string[] = [];

    afterAll(() => {
      for (const folder of folders) rmSync(folder, { recursive: true });
    });

    const project = async (parts: ProjectParts) => {
      const folder = await written(await projectFiles(parts));
      folders.push(folder);
      return folder;
    };

    it.each(Object.entries(SETTINGS))(
      '%s',
      async (_, { model, ...input }) => {
        const encoder = await Encoder.open(await openModel(model), nodeHost(), { device: 'wasm' });
        const { parts, points, states } = await pageRun(encoder, input);
        const fresh = await project(parts);
        run(fresh, ['train.py', '--no-dropout', '--steps', String(FIRST)]);
        expectSteps(logOf(fresh), points.slice(0, FIRST));
        const half = states[Math.floor(states.length / 2) - 1];
        const later = await project({ ...parts, from: half });
        run(later, ['train.py', '--no-dropout', '--steps', String(half.step + FIRST)]);
        expectSteps(logOf(later), points.slice(half.step, half.step + FIRST));
      },
      300_000,
    );
  },
);
