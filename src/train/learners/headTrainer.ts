/** Heads in training on kept features of a frozen encoder: their parameters, and a compiled step for every size that comes up. */
import type { Backend } from '../../autodiff/backend';
import { featuresOf, levelOf } from '../../tasks/head';
import type { FeatureSource } from '../data/featureTable';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import { FeatureStores } from '../step/featureStores';
import { headLearning, learnsFrom } from '../step/parameters';
import { StepProgram, type TaskRows } from '../step/stepProgram';
import { type ReadyBatch, TrainingState } from '../step/trainingState';

/** Token rows of a step are rounded up to a multiple of this, so that few programs are compiled. */
const BUCKET = 64;

/** Rows and targets of each task that has any, in the order of the tasks. */
export type HeadBatch = (TaskRows & { task: Task })[];

export class HeadTrainer {
  readonly state: TrainingState;
  private readonly features: FeatureStores;
  private readonly programs = new Map<string, StepProgram>();

  constructor(
    readonly backend: Backend,
    readonly tasks: Task[],
    features: FeatureSource,
    private readonly options: TrainOptions,
  ) {
    this.features = new FeatureStores(backend, features);
    this.state = new TrainingState(backend, headLearning(tasks, options), tasks, options);
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
    const rows = batch.map(({ task, rows: { length } }) =>
      levelOf(task.head) === 'sentence' ? options.batchSize : Math.ceil(length / BUCKET) * BUCKET,
    );
    const key = tasks.map(({ name }, i) => `${name}:${rows[i]}`).join(' ');
    let program = this.programs.get(key);
    if (!program) {
      const sizes = { rows, examples: options.batchSize };
      const kind = { uncertainty, update: state.updatesAtOnce };
      program = new StepProgram(this.backend, state.places, this.features, tasks, sizes, kind);
      this.programs.set(key, program);
    }
    const compiled = program;
    return { tasks, teaches: learnsFrom(tasks, uncertainty), run: (_, copies) => compiled.run(batch, copies) };
  }

  /** What of a task's features is not in memory, [rows, width] each. */
  read({ head }: Task, rows: ArrayLike<number>): Promise<TaskRows['features']> {
    const stores = featuresOf(head).map(({ view, what }) => this.features.get(view, what));
    return Promise.all(stores.map(({ table, read }) => (table ? undefined : read(rows))));
  }

  get dispatches(): number {
    return Math.max(0, ...[...this.programs.values()].map(({ dispatches }) => dispatches));
  }

  destroy(): void {
    for (const program of this.programs.values()) program.destroy();
    this.state.destroy();
    this.features.destroy();
  }
}
