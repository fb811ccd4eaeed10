/**
 * What every training step has in common, wherever its features come from: heads forward, losses, gradients
 * into the optimiser's places, clipping, AdamW, and a report.
 */
import type { Backend, Copy, Program, Store } from '../autodiff/backend';
import { Tape, type Value } from '../autodiff/tape';
import { forwardHead } from '../nn/heads/instance';
import { jointLoss } from '../nn/losses';
import type { AdamW } from '../nn/optim/adamW';
import { tapeOps } from '../nn/tapeOps';
import type { Task, TaskName } from './task';

/** Where everything lies that outlives a program. */
export interface StepPlaces {
  /** Values of every parameter by its full name, frozen ones included. */
  parameter(name: string): Store;
  optimizer: AdamW;
  /** u32 [2]: seed and step. */
  counter: Store;
  /** [1], the gradient of the total itself: 1, or a batch's share of a step. */
  one: Store;
  report: Report;
}

/** What a step tells: each task's loss and row count, their weighted sum, and the gradient norm. */
export type Report = Record<TaskName | 'total' | 'norm', Store>;

/** Elements of each field, in the order in which the log has them. */
const REPORT_FIELDS: [keyof Report, number][] = [
  ['taskA', 2],
  ['taskB', 2],
  ['total', 1],
  ['norm', 1],
];
export const REPORT_LENGTH = 6;

export const uncertaintyName = (task: Task) => `uncertainty.${task.name}`;

export interface TracedTask {
  task: Task;
  /** [rows, width], what the task's head reads. */
  features: Value;
  /** i32 [rows] */
  labels: Value;
}

export interface StepKind {
  uncertainty: boolean;
  update: boolean;
}

/** Where each head's dropouts begin to count: far enough apart. */
const DROPOUT_KEYS = { taskA: 0, taskB: 1000 };

export class StepTracer {
  readonly tape = new Tape();
  /** Seed and step, for dropout. */
  readonly counter: Value;
  private readonly places = new Map<Value, Store>();
  private readonly learned = new Map<string, Value>();

  constructor(private readonly common: StepPlaces) {
    this.counter = this.input('counter', [2], common.counter);
  }

  input(name: string, shape: readonly number[], store: Store): Value {
    const value = this.tape.input(name, shape);
    this.places.set(value, store);
    return value;
  }

  /** @param trainable whether its gradient is wanted, which only a parameter of the optimiser can have */
  parameter(name: string, shape: readonly number[], trainable: boolean): Value {
    const value = this.tape.parameter(name, shape, trainable);
    this.places.set(value, this.common.parameter(name));
    if (trainable) this.learned.set(name, value);
    return value;
  }

  /**
   * Puts the rest of the step on the tape and compiles it.
   *
   * @param uncertainty whether losses are balanced by it
   * @param update whether the optimiser follows at once, or elsewhere
   */
  finish(backend: Backend, traced: TracedTask[], { uncertainty, update }: StepKind): Program {
    const { tape, places, learned } = this;
    const { optimizer, one, report } = this.common;
    const losses = traced.map(({ task, features, labels }) => {
      const { head, frozen, weight } = task;
      const named = new Map([...head.parameters].map(([name, tensor]) => [tensor, `${head.name}.${name}`]));
      const logits = forwardHead(head, tapeOps(tape, this.counter, DROPOUT_KEYS[task.name]), features, (tensor) =>
        this.parameter(named.get(tensor) ?? '', tensor.shape, !frozen),
      );
      return { logits, labels, weight, logVariance: this.parameter(uncertaintyName(task), [1], uncertainty && !frozen) };
    });
    const { losses: perTask, total } = jointLoss(tape, losses, uncertainty);
    const gradients = tape.gradients(total, this.input('one', [1], one), [...learned.values()]);
    for (const [name, value] of learned) {
      const [gradient, place] = [gradients.get(value), optimizer.gradients.get(name)];
      if (gradient && place) places.set(gradient, place);
    }
    const outputs = [...gradients.values(), ...perTask, total];
    for (const [i, { task }] of traced.entries()) places.set(perTask[i], report[task.name]);
    places.set(total, report.total);
    if (update) {
      const norm = optimizer.trace(tape, places);
      places.set(norm, report.norm);
      outputs.push(norm);
    }
    return backend.compile(tape, outputs, places);
  }
}

/** Copies of a report into a log, from element `at`. */
export function reportCopies(report: Report, log: Store, at: number): Copy[] {
  let to = at;
  return REPORT_FIELDS.map(([field, length]) => {
    to += length;
    return { from: report[field], to: log, at: to - length };
  });
}
