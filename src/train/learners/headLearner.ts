/** Heads that learn on a frozen encoder, whose features of both splits are kept. */
import type { Backend } from '../../autodiff/backend';
import { targetRows } from '../data/encodedSplit';
import type { PreparedSplit } from '../data/prepare';
import type { PlannedBatch } from '../plan/epochPlan';
import type { TrainOptions } from '../plan/options';
import { headLearns, type Task } from '../plan/task';
import { type Evaluated, Evaluator } from './evaluator';
import { type HeadBatch, HeadTrainer } from './headTrainer';
import type { Learner } from './learner';

export interface HeadLearning {
  tasks: Task[];
  train: PreparedSplit;
  validation: PreparedSplit;
  options: TrainOptions;
}

export class HeadLearner implements Learner {
  private readonly trainer: HeadTrainer;
  private readonly evaluator: Evaluator;

  constructor(
    backend: Backend,
    private readonly setting: HeadLearning,
  ) {
    const { tasks, train, validation, options } = setting;
    this.trainer = new HeadTrainer(backend, tasks, train.features, options);
    this.evaluator = new Evaluator(backend, validation, (name) => this.trainer.state.parameter(name));
  }

  get state() {
    return this.trainer.state;
  }

  teaching(): string[] {
    return this.setting.tasks.filter(headLearns).map(({ name }) => name);
  }

  async startEpoch(): Promise<void> {}

  async run(step: PlannedBatch[], factor: number): Promise<void> {
    const batches = step.map((batch) => this.rowsOf(batch));
    this.trainer.run(await Promise.all(batches.map((batch) => this.withFeatures(batch))), factor);
  }

  private withFeatures(batch: HeadBatch): Promise<HeadBatch> {
    return Promise.all(batch.map(async (part) => ({ ...part, features: await this.trainer.read(part.task, part.rows) })));
  }

  evaluate(): Promise<Evaluated> {
    return this.evaluator.evaluate(this.setting.tasks, true);
  }

  private rowsOf({ examples, tasks }: PlannedBatch): HeadBatch {
    return this.setting.tasks.flatMap((task) => (tasks.includes(task.name) ? this.taskRows(task, examples) : []));
  }

  /** A frozen encoder need not compute rows that do not count. */
  private taskRows(task: Task, examples: number[]): HeadBatch {
    const { filler } = task.head.kind.target;
    const { values, width, rowsOf } = targetRows(this.setting.train.encoded, task.head);
    const rows: number[] = [];
    const kept: number[] = [];
    const bounds = [0];
    for (const example of examples) {
      const [from, to] = rowsOf(example);
      for (let row = from; row < to; row++) {
        const at = row * width;
        let counts = false;
        for (let i = 0; i < width; i++) counts ||= values[at + i] !== filler;
        if (!counts) continue;
        rows.push(row);
        for (let i = 0; i < width; i++) kept.push(values[at + i]);
      }
      bounds.push(rows.length);
    }
    return rows.length === 0 ? [] : [{ task, rows: Uint32Array.from(rows), targets: kept, bounds }];
  }

  destroy(): void {
    this.trainer.destroy();
    this.evaluator.destroy();
  }
}
