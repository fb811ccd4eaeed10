/** Targets of a task's rows where a step reads them. */
import type { Backend, Store } from '../../autodiff/backend';
import type { Head } from '../../tasks/head';

export class TargetStore {
  readonly store: Store;
  /** [rows] of integers, or [rows, width]. */
  readonly shape: number[];
  private readonly create: () => Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

  constructor(backend: Backend, { kind: { target }, config }: Head, rows: number) {
    const width = target.width(config);
    this.shape = target.type === 'i32' ? [rows] : [rows, width];
    this.create = () => (target.type === 'i32' ? new Int32Array(rows) : new Float32Array(rows * width)).fill(target.filler);
    this.store = backend.store(this.create());
  }

  /** Rows beyond those that are given carry the filler. */
  write(targets: ArrayLike<number>): void {
    const all = this.create();
    all.set(targets);
    this.store.write(all);
  }
}
