/** A run without dropout on the CPU, as the worker would do it, with every step and where it was after each epoch: what Python has to repeat. */
import { cpuBackend } from '../autodiff/cpuBackend';
import type { ProjectParts } from '../exports/pytorchProject/pytorchProject';
import type { Encoder } from '../inference/encoder';
import { memoryCache } from '../storage/memoryCache';
import { taskKind } from '../tasks/registry';
import { FeatureCache } from '../train/data/featureCache';
import { freshHeads, settle, type TaskDataset, tasksFor } from '../train/data/tasks';
import { completeOptions, type TrainOptionsInput } from '../train/plan/options';
import { type LoopState, type TrainingResult, train } from '../train/runs/loop';
import type { StepPoint } from '../train/runs/pace';
import type { RunDetails } from '../train/runs/runs';
import { Learning } from '../workers/training/learning';
import { withoutDropout } from './withoutDropout';

export interface PageRun {
  parts: ProjectParts;
  points: StepPoint[];
  /** After each epoch. */
  states: LoopState[];
  result: TrainingResult;
  /** What was kept of what the encoder says. */
  features: RunDetails['features'];
}

/** @param cache of features. Default: one of its own */
export async function pageRun(
  encoder: Encoder,
  dataset: TaskDataset,
  input: TrainOptionsInput,
  cache = new FeatureCache(async () => memoryCache()),
): Promise<PageRun> {
  const kinds = Object.fromEntries(Object.entries(dataset.tasks).map(([name, { kind }]) => [name, taskKind(kind)]));
  const options = completeOptions(input, kinds);
  const fresh = freshHeads(dataset, encoder.shape, options);
  for (const head of fresh) withoutDropout(head);
  const heads = settle(fresh, dataset.train, (example, { kind }) => encoder.read(example, kind.reads[0].view, options));
  const tasks = tasksFor(dataset, heads, options, ['train', 'validation']);
  const context = { signal: new AbortController().signal, progress: () => {} };
  const learning = new Learning({ encoder, heads, trained: false, reading: options }, { cache }, tasks, options, context, () => undefined);
  const [points, states]: [StepPoint[], LoopState[]] = [[], []];
  const { features, ...learner } = await learning.on(dataset);
  const result = await train({
    backend: cpuBackend,
    tasks,
    ...learner,
    options,
    events: {
      onSteps: (more) => points.push(...more),
      onEpoch: (_record, _evaluated, state) => {
        states.push({ ...state, history: [...state.history] });
      },
    },
  });
  return { parts: { encoder, heads, dataset, options }, points, states, result, features };
}
