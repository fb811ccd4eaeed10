/**
 * One training step as a compiled program: gather the batch's features, both heads forward, losses,
 * gradients, clipping, AdamW. One program a set of tasks and a size; rows beyond the batch carry the
 * ignored label.
 */
import type { Backend, Program, Store } from '../autodiff/backend';
import { gatherRows } from '../autodiff/ops/gatherRows';
import { Tape, type Value } from '../autodiff/tape';
import { forwardHead } from '../nn/heads/instance';
import { IGNORE_INDEX, jointLoss } from '../nn/losses';
import type { AdamW } from '../nn/optim/adamW';
import { tapeOps } from '../nn/tapeOps';
import type { Task, TaskName } from './task';

/** Rows of the feature table that a task reads in a batch, and their labels. */
export interface TaskRows {
  rows: Uint32Array;
  labels: Int32Array;
}

/** Where everything lies that outlives a program. */
export interface Places {
  tables: Record<'sentence' | 'token', { store: Store; width: number }>;
  /** Values of every parameter by its full name, frozen ones included. */
  parameter(name: string): Store;
  optimizer: AdamW;
  /** u32 [2]: seed and step. */
  counter: Store;
  /** [1], holds 1. */
  one: Store;
  report: Report;
}

/** What a step tells: each task's loss and row count, their weighted sum, and the gradient norm. */
export type Report = Record<TaskName | 'total' | 'norm', Store>;

/** Elements of each field, in the order in which the log has them. */
export const REPORT_FIELDS: [keyof Report, number][] = [
  ['taskA', 2],
  ['taskB', 2],
  ['total', 1],
  ['norm', 1],
];
export const REPORT_LENGTH = 6;

export const uncertaintyName = (task: Task) => `uncertainty.${task.name}`;

export class StepProgram {
  private readonly program: Program;
  private readonly inputs: { rows: Store; labels: Store; size: number }[] = [];

  /** @param sizes rows of each task, those beyond the batch included */
  constructor(
    backend: Backend,
    { tables, parameter, optimizer, counter, one, report }: Places,
    readonly tasks: Task[],
    sizes: number[],
    uncertainty: boolean,
  ) {
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const input = (name: string, shape: number[], store: Store) => {
      const value = tape.input(name, shape);
      places.set(value, store);
      return value;
    };
    const learned = new Map<string, Value>();
    const placeParameter = (name: string, shape: readonly number[], trainable: boolean) => {
      const value = tape.parameter(name, shape, trainable);
      places.set(value, parameter(name));
      if (trainable) learned.set(name, value);
      return value;
    };
    const step = input('counter', [2], counter);
    const losses = tasks.map((task, i) => {
      const { head, frozen, weight } = task;
      const { store, width } = tables[head.type.level];
      const stores = { rows: backend.store(new Uint32Array(sizes[i])), labels: backend.store(new Int32Array(sizes[i])), size: sizes[i] };
      this.inputs.push(stores);
      const table = input(`${head.name}.table`, [store.length / width, width], store);
      const features = tape.apply(gatherRows, [table, input(`${head.name}.rows`, [sizes[i]], stores.rows)], {});
      const named = new Map([...head.parameters].map(([name, tensor]) => [tensor, `${head.name}.${name}`]));
      const logits = forwardHead(head, tapeOps(tape, step, DROPOUT_KEYS[task.name]), features, (tensor) =>
        placeParameter(named.get(tensor) ?? '', tensor.shape, !frozen),
      );
      return {
        logits,
        labels: input(`${head.name}.labels`, [sizes[i]], stores.labels),
        weight,
        logVariance: placeParameter(uncertaintyName(task), [1], uncertainty && !frozen),
      };
    });
    const { losses: perTask, total } = jointLoss(tape, losses, uncertainty);
    const gradients = tape.gradients(total, input('one', [1], one), [...learned.values()]);
    for (const [name, value] of learned) {
      const [gradient, place] = [gradients.get(value), optimizer.gradients.get(name)];
      if (gradient && place) places.set(gradient, place);
    }
    const norm = optimizer.trace(tape, places);
    for (const [i, task] of tasks.entries()) places.set(perTask[i], report[task.name]);
    places.set(total, report.total);
    places.set(norm, report.norm);
    this.program = backend.compile(tape, [...gradients.values(), ...perTask, total, norm], places);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. @param log receives the report at element `at` */
  run(batch: TaskRows[], report: Report, log: Store, at: number): void {
    for (const [i, { rows, labels }] of batch.entries()) {
      const { size, ...stores } = this.inputs[i];
      const allRows = new Uint32Array(size);
      const allLabels = new Int32Array(size).fill(IGNORE_INDEX);
      allRows.set(rows);
      allLabels.set(labels);
      stores.rows.write(allRows);
      stores.labels.write(allLabels);
    }
    let to = at;
    const copies = REPORT_FIELDS.map(([field, length]) => {
      to += length;
      return { from: report[field], to: log, at: to - length };
    });
    this.program.run(copies);
  }

  destroy(): void {
    this.program.destroy();
    for (const { rows, labels } of this.inputs) {
      rows.destroy();
      labels.destroy();
    }
  }
}

/** Where each head's dropouts begin to count: far enough apart. */
const DROPOUT_KEYS = { taskA: 0, taskB: 1000 };
