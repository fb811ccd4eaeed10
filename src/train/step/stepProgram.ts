/**
 * A training step on a frozen encoder, compiled: gather the batch's kept features, then what every step has
 * in common. One program per set of tasks and size; rows beyond the batch carry the filler.
 */
import type { Backend, CompiledTape, Copy, Store } from '../../autodiff/backend';
import { gatherRows } from '../../autodiff/ops/gatherRows';
import { featuresOf } from '../../tasks/head';
import type { Task } from '../plan/task';
import type { FeatureStores } from './featureStores';
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
    }));
    const traced = tasks.map((task, i) => {
      const { name } = task;
      const inputs = this.inputs[i];
      const taken = tracer.input(`${name}.rows`, [rows[i]], inputs.rows);
      const features = featuresOf(task.head).map(({ view, what }) => {
        const { store, width } = kept.get(view, what);
        const table = tracer.input(`${name}.${view}`, [store.length / width, width], store);
        return tracer.tape.apply(gatherRows, [table, taken], {});
      });
      const bounds = tracer.input(`${name}.bounds`, [examples + 1], inputs.bounds);
      return { task, features, targets: tracer.input(`${name}.targets`, inputs.targets.shape, inputs.targets.store), bounds };
    });
    this.program = tracer.finish(traced, kind);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. */
  run(batch: TaskRows[], copies: Copy[]): void {
    for (const [i, { rows, targets, bounds }] of batch.entries()) {
      const inputs = this.inputs[i];
      const allRows = new Uint32Array(inputs.rows.length);
      allRows.set(rows);
      inputs.rows.write(allRows);
      inputs.targets.write(targets);
      inputs.bounds.write(filled(bounds, inputs.bounds.length));
    }
    this.program.run(copies);
  }

  destroy(): void {
    this.program.destroy();
    for (const { rows, targets, bounds } of this.inputs) for (const held of [rows, targets.store, bounds]) held.destroy();
  }
}
