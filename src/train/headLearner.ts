/** Heads that learn on a frozen encoder, whose features of both splits are kept. */
import type { Backend } from '../autodiff/backend';
import { IGNORE_INDEX } from '../nn/losses';
import { pieceLabels } from './encodedSplit';
import type { PlannedBatch } from './epochPlan';
import { type EvaluatedSplit, type Evaluation, Evaluator } from './evaluate';
import { type HeadBatch, HeadTrainer } from './headTrainer';
import type { Learner } from './learner';
import type { TrainOptions } from './options';
import { labelsOf, type Task, type TaskName } from './task';

export interface HeadLearning {
  tasks: Task[];
  train: EvaluatedSplit;
  validation: EvaluatedSplit;
  options: TrainOptions;
}

export class HeadLearner implements Learner {
  private readonly trainer: HeadTrainer;
  private readonly evaluator: Evaluator;
  private readonly labels: { taskA: Int32Array; taskB: Int32Array };

  constructor(
    backend: Backend,
    private readonly setting: HeadLearning,
  ) {
    const { tasks, train, validation, options } = setting;
    this.labels = rowLabels(tasks, train, options);
    this.trainer = new HeadTrainer(backend, tasks, train.features, options);
    this.evaluator = new Evaluator(backend, validation, (name) => this.trainer.state.parameter(name));
  }

  get state() {
    return this.trainer.state;
  }

  teaching(): TaskName[] {
    return this.setting.tasks.filter(({ frozen }) => !frozen).map(({ name }) => name);
  }

  async startEpoch(): Promise<void> {}

  run(step: PlannedBatch[], factor: number): void {
    this.trainer.run(
      step.map((batch) => this.rowsOf(batch)),
      factor,
    );
  }

  evaluate(): Promise<Evaluation> {
    return this.evaluator.evaluate(this.setting.tasks);
  }

  private rowsOf({ sentences, tasks }: PlannedBatch): HeadBatch {
    const { encoded } = this.setting.train;
    return this.setting.tasks.flatMap((task) => {
      if (!tasks.includes(task.name)) return [];
      const labels = this.labels[task.name];
      const rows =
        task.name === 'taskA'
          ? sentences
          : sentences.flatMap((i) =>
              Array.from({ length: encoded.firstPiece[i + 1] - encoded.firstPiece[i] }, (_, k) => encoded.firstPiece[i] + k),
            );
      // A frozen encoder need not compute what carries no label.
      const labelled = rows.filter((row) => labels[row] !== IGNORE_INDEX);
      if (labelled.length === 0) return [];
      return [{ task, rows: Uint32Array.from(labelled), labels: Int32Array.from(labelled, (row) => labels[row]) }];
    });
  }

  destroy(): void {
    this.trainer.destroy();
    this.evaluator.destroy();
  }
}

/** Labels of the rows that each task reads: sentences, and word pieces. */
export function rowLabels(
  tasks: Task[],
  { encoded }: Pick<EvaluatedSplit, 'encoded'>,
  { labelAllPieces }: TrainOptions,
): { taskA: Int32Array; taskB: Int32Array } {
  const tags = labelsOf(tasks, 'taskB');
  return { taskA: encoded.classIds, taskB: tags.length > 0 ? pieceLabels(encoded, tags, labelAllPieces) : new Int32Array() };
}
