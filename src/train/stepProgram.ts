/**
 * A training step on a frozen encoder, compiled: gather the batch's kept features, then what every step has
 * in common. One program a set of tasks and a size; rows beyond the batch carry the ignored label.
 */
import type { Backend, Copy, Program, Store } from '../autodiff/backend';
import { gatherRows } from '../autodiff/ops/gatherRows';
import { IGNORE_INDEX } from '../nn/losses';
import { type StepKind, type StepPlaces, StepTracer } from './stepTracer';
import type { Task } from './task';

/** Rows of the feature table that a task reads in a batch, and their labels. */
export interface TaskRows {
  rows: Uint32Array;
  labels: Int32Array;
}

/** Kept features of each level, [rows, width]. */
export type FeatureTables = Record<'sentence' | 'token', { store: Store; width: number }>;

export class StepProgram {
  private readonly program: Program;
  private readonly inputs: { rows: Store; labels: Store; size: number }[];

  /** @param sizes rows of each task, those beyond the batch included */
  constructor(backend: Backend, places: StepPlaces, tables: FeatureTables, tasks: Task[], sizes: number[], kind: StepKind) {
    const tracer = new StepTracer(places);
    this.inputs = sizes.map((size) => ({ rows: backend.store(new Uint32Array(size)), labels: backend.store(new Int32Array(size)), size }));
    const traced = tasks.map((task, i) => {
      const { name, type } = task.head;
      const { store, width } = tables[type.level];
      const { rows, labels, size } = this.inputs[i];
      const table = tracer.input(`${name}.table`, [store.length / width, width], store);
      const features = tracer.tape.apply(gatherRows, [table, tracer.input(`${name}.rows`, [size], rows)], {});
      return { task, features, labels: tracer.input(`${name}.labels`, [size], labels) };
    });
    this.program = tracer.finish(backend, traced, kind);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. */
  run(batch: TaskRows[], copies: Copy[]): void {
    for (const [i, { rows, labels }] of batch.entries()) {
      const { size, ...stores } = this.inputs[i];
      const allRows = new Uint32Array(size);
      const allLabels = new Int32Array(size).fill(IGNORE_INDEX);
      allRows.set(rows);
      allLabels.set(labels);
      stores.rows.write(allRows);
      stores.labels.write(allLabels);
    }
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
