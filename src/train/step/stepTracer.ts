/**
 * What every training step has in common, wherever its features come from: heads forward, losses, gradients
 * into the optimiser's places, clipping, the update, and a report.
 */
import type { Backend, CompiledTape, Store } from '../../autodiff/backend';
import { Tape, type Value } from '../../autodiff/tape';
import { jointLoss } from '../../nn/losses';
import type { Optimizer } from '../../nn/optim/optimizer';
import { tapeOps } from '../../nn/tapeOps';
import { forwardHead } from '../../tasks/head';
import type { Task } from '../plan/task';
import { uncertaintyName } from './parameters';
import type { ReportStores } from './report';

/** Where everything lies that outlives a program. */
export interface StepPlaces {
  /** Values of every parameter by its full name, frozen ones included. */
  parameter(name: string): Store;
  optimizer: Optimizer;
  /** u32 [2]: seed and step. */
  counter: Store;
  /** [1], the gradient of the total itself: 1, or a batch's share of a step. */
  one: Store;
  report: ReportStores;
}

export interface TracedTask {
  task: Task;
  /** [rows, width] each, what the task's head reads. */
  features: Value[];
  /** i32 [rows], or f32 [rows, width]. */
  targets: Value;
  /** u32 [examples + 1]: where the rows of each example begin. */
  bounds: Value;
}

export interface StepKind {
  /** Whether losses are balanced by uncertainty. */
  uncertainty: boolean;
  /** Whether the optimiser follows at once, or elsewhere. */
  update: boolean;
}

/** Dropouts of a head at most, and where those of later tasks begin: beyond what an encoder counts. */
const DROPOUTS_PER_HEAD = 1000;
const LATER_HEADS = 1_000_000;

/** The first heads count below the encoder's dropouts, which begin at 10,000. */
const dropoutKey = (index: number) => (index < 10 ? 0 : LATER_HEADS) + index * DROPOUTS_PER_HEAD;

export class StepTracer {
  readonly tape = new Tape();
  /** Seed and step, for dropout. */
  readonly counter: Value;
  private readonly places = new Map<Value, Store>();
  private readonly learned = new Map<string, Value>();
  private readonly constants: Store[] = [];

  constructor(
    private readonly backend: Backend,
    private readonly common: StepPlaces,
  ) {
    this.counter = this.input('counter', [2], common.counter);
  }

  input(name: string, shape: readonly number[], store: Store): Value {
    const value = this.tape.input(name, shape);
    this.places.set(value, store);
    return value;
  }

  /**
   * One value per name where it learns, so that the gradients of all its uses are summed.
   *
   * @param trainable whether its gradient is wanted, which only a parameter of the optimiser can have
   */
  parameter(name: string, shape: readonly number[], trainable: boolean): Value {
    const known = this.learned.get(name);
    if (known) return known;
    const value = this.tape.parameter(name, shape, trainable);
    this.places.set(value, this.common.parameter(name));
    if (trainable) this.learned.set(name, value);
    return value;
  }

  /** Puts the rest of the step on the tape and compiles it. @returns the program; destroying it gives back all that it holds */
  finish(traced: TracedTask[], { uncertainty, update }: StepKind): CompiledTape {
    const { tape, places, learned } = this;
    const { optimizer, one, report } = this.common;
    const losses = traced.map((part) => this.loss(part));
    const weighed = traced.map(({ task }, i) => {
      const logVariance = this.parameter(uncertaintyName(task), [1], uncertainty && !task.frozen);
      return { loss: losses[i], weight: task.weight, logVariance };
    });
    const total = jointLoss(tape, weighed, uncertainty);
    const gradients = tape.gradients(total, this.input('one', [1], one), [...learned.values()]);
    for (const [name, value] of learned) {
      const [gradient, place] = [gradients.get(value), optimizer.gradients.get(name)];
      if (gradient && place) places.set(gradient, place);
    }
    const outputs = [...gradients.values(), ...losses, total];
    for (const [i, { task }] of traced.entries()) {
      const place = report.losses.get(task.name);
      if (place) places.set(losses[i], place);
    }
    places.set(total, report.total);
    if (update) {
      const norm = optimizer.trace(tape, places);
      places.set(norm, report.norm);
      outputs.push(norm);
    }
    const program = this.backend.compile(tape, outputs, places);
    return {
      dispatches: program.dispatches,
      run: (copies) => program.run(copies),
      destroy: () => {
        program.destroy();
        for (const store of this.constants) store.destroy();
      },
    };
  }

  private loss({ task, features, targets, bounds }: TracedTask): Value {
    const { tape } = this;
    const { head, frozen } = task;
    const ops = tapeOps(tape, this.counter, dropoutKey([...this.common.report.losses.keys()].indexOf(task.name)));
    const outputs = forwardHead(head, ops, features, ({ shape }, name) => this.parameter(name, shape, !frozen));
    const constant = (values: number[]) => {
      const store = this.backend.store(Float32Array.from(values));
      this.constants.push(store);
      return this.input(`${task.name}.constant`, [values.length], store);
    };
    return head.kind.loss({ tape, outputs, targets, bounds, constant }, head.config);
  }
}
