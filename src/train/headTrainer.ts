/** Heads in training on kept features of a frozen encoder: their parameters, and a compiled step for every size that comes up. */
import type { Backend, Store } from '../autodiff/backend';
import type { Features } from './features';
import { headGroups, headTree, learnsAmong } from './headGroups';
import type { TrainOptions } from './options';
import { type FeatureTables, StepProgram, type TaskRows } from './stepProgram';
import type { Task } from './task';
import { type ReadyBatch, TrainingState } from './trainingState';

/** Token rows of a step are rounded up to a multiple of this, so that few programs are compiled. */
const BUCKET = 64;

/** Rows and labels of each task that has any, in the order of the tasks. */
export type HeadBatch = (TaskRows & { task: Task })[];

export class HeadTrainer {
  readonly state: TrainingState;
  private readonly tables: FeatureTables;
  private readonly programs = new Map<string, StepProgram>();

  constructor(
    readonly backend: Backend,
    readonly tasks: Task[],
    features: Features,
    private readonly options: TrainOptions,
  ) {
    const { groups, groupName } = headGroups(tasks, options);
    this.state = new TrainingState(backend, { tree: headTree(tasks), learns: learnsAmong(tasks), groups, groupName }, options);
    this.tables = {
      sentence: { store: backend.store(features.pooled), width: features.hidden },
      token: { store: backend.store(features.tokens), width: features.tokenWidth },
    };
  }

  /** Puts one step on its way. @param factor of the learning rates, from the schedule */
  run(batches: HeadBatch[], factor: number): void {
    this.state.run(
      batches.map((batch) => this.ready(batch)),
      () => factor,
    );
  }

  private ready(batch: HeadBatch): ReadyBatch {
    const { options, state } = this;
    const uncertainty = options.balance === 'uncertainty';
    const tasks = batch.map(({ task }) => task);
    const sizes = batch.map(({ task, rows }) =>
      task.head.type.level === 'sentence' ? options.batchSize : Math.ceil(rows.length / BUCKET) * BUCKET,
    );
    const key = tasks.map(({ name }, i) => `${name}:${sizes[i]}`).join(' ');
    let program = this.programs.get(key);
    if (!program) {
      program = new StepProgram(this.backend, state.places, this.tables, tasks, sizes, { uncertainty, update: state.updatesAtOnce });
      this.programs.set(key, program);
    }
    const compiled = program;
    const learns = learnsAmong(tasks, uncertainty);
    return { tasks, teaches: ({ name }) => learns(name), run: (_, copies) => compiled.run(batch, copies) };
  }

  get dispatches(): number {
    return Math.max(0, ...[...this.programs.values()].map(({ dispatches }) => dispatches));
  }

  destroy(): void {
    for (const program of this.programs.values()) program.destroy();
    this.state.destroy();
    for (const { store } of Object.values<{ store: Store }>(this.tables)) store.destroy();
  }
}
