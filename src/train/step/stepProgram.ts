/**
 * A training step on a frozen encoder, compiled: gather the batch's kept features, then what every step has
 * in common. One program per set of tasks and size; rows beyond the batch carry the filler.
 */
import type { Backend, CompiledTape, Copy, Store } from '../../autodiff/backend';
import { featuresOf } from '../../tasks/head';
import type { Task } from '../plan/task';
import { type FeatureStores, traceRows } from './featureStores';
import { filled } from './packedEncoder';
import { type StepKind, type StepPlaces, StepTracer } from './stepTracer';
import { TargetStore } from './targetStore';

/** Rows of the feature tables that a task reads in a batch, and their targets. */
export interface TaskRows {
  rows: Uint32Array;
  /** [rows · width] */
  targets: ArrayLike<number>;
  /** Where the rows of each example begin, and where the last end. */
  bounds: number[];
  /** [rows, width] of each feature that is not in memory, in the order in which the head takes them. */
  features?: (Float32Array<ArrayBuffer> | undefined)[];
}

export interface StepSizes {
  /** Rows of each task, those beyond the batch included. */
  rows: number[];
  /** Examples of a batch at most. */
  examples: number;
}

interface Inputs {
  rows: Store;
  targets: TargetStore;
  bounds: Store;
  /** Of each feature: where it is written, if it is not gathered. */
  given: (Store | undefined)[];
}

export class StepProgram {
  private readonly program: CompiledTape;
  private readonly inputs: Inputs[];

  constructor(backend: Backend, places: StepPlaces, kept: FeatureStores, tasks: Task[], { rows, examples }: StepSizes, kind: StepKind) {
    const tracer = new StepTracer(backend, places);
    this.inputs = tasks.map(({ head }, i) => ({
      rows: backend.store(new Uint32Array(rows[i])),
      targets: new TargetStore(backend, head, rows[i]),
      bounds: backend.store(new Uint32Array(examples + 1)),
      given: [],
    }));
    const traced = tasks.map((task, i) => {
      const { name } = task;
      const inputs = this.inputs[i];
      const taken = tracer.input(`${name}.rows`, [rows[i]], inputs.rows);
      const features = featuresOf(task.head).map(({ view, what }) => {
        const input = (shape: readonly number[], store: Store) => tracer.input(`${name}.${view}`, shape, store);
        const { value, given } = traceRows(backend, tracer.tape, kept.get(view, what), taken, input);
        inputs.given.push(given);
        return value;
      });
      const bounds = tracer.input(`${name}.bounds`, [examples + 1], inputs.bounds);
      return { task, features, targets: tracer.input(`${name}.targets`, inputs.targets.shape, inputs.targets.store), bounds };
    });
    this.program = tracer.finish(traced, kind);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. @throws RangeError when features are missing that are not in memory */
  run(batch: TaskRows[], copies: Copy[]): void {
    for (const [i, { rows, targets, bounds, features }] of batch.entries()) {
      const inputs = this.inputs[i];
      const allRows = new Uint32Array(inputs.rows.length);
      allRows.set(rows);
      inputs.rows.write(allRows);
      inputs.targets.write(targets);
      inputs.bounds.write(filled(bounds, inputs.bounds.length));
      for (const [f, store] of inputs.given.entries()) {
        const values = features?.[f];
        if (store && !values) throw new RangeError('this batch brings no features');
        if (store && values) store.write(values);
      }
    }
    this.program.run(copies);
  }

  destroy(): void {
    this.program.destroy();
    for (const { rows, targets, bounds, given } of this.inputs) for (const held of [rows, targets.store, bounds, ...given]) held?.destroy();
  }
}
