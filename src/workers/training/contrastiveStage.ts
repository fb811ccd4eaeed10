/** The stage before the heads: the encoder learns from pairs of rows whether both have the same class. */
import type { TaskDataset } from '../../train/data/tasks';
import { contrastiveRun } from '../../train/learners/contrastive';
import type { Contrastive } from '../../train/plan/contrastive';
import { type TrainingResult, train } from '../../train/runs/loop';
import type { CallContext } from '../serve';
import { backendFor } from './backendFor';
import { Learning } from './learning';
import type { RunKeeper } from './runKeeper';
import type { Asked, Surroundings } from './trainingRun';

export async function contrastiveStage(
  { loaded, options, earlier }: Asked,
  contrastive: Contrastive,
  dataset: TaskDataset,
  around: Surroundings,
  keeper: RunKeeper,
  context: CallContext,
  gate: () => Promise<void> | undefined,
): Promise<{ pairs: number; result: TrainingResult }> {
  const run = contrastiveRun(dataset.train, contrastive, options, loaded.encoder.shape);
  const learning = new Learning(loaded, around, run.tasks, run.options, context, gate);
  const result = await train({
    ...run,
    ...(await learning.on({ train: run.pairs, validation: [] })),
    backend: backendFor(loaded),
    prove: () => loaded.encoder.proveKernels(),
    ...(earlier ? { from: earlier.from } : {}),
    signal: context.signal,
    gate,
    events: {
      onSteps: (points, pace) => context.progress({ stage: 'steps', points, pace }),
      onEpoch: async (record, evaluated, state) => {
        context.progress({ stage: 'epoch', record, best: {}, metrics: {} });
        await keeper.epoch(record, evaluated, state);
      },
    },
  });
  return { pairs: run.pairs.length, result };
}
