/** Reports of steps, kept where they are computed until someone reads them. */
import type { Backend, Store } from '../autodiff/backend';
import { REPORT_LENGTH, type Report } from './stepTracer';
import type { Task } from './task';

/** What one step computed. */
export interface StepReport {
  taskA?: number;
  taskB?: number;
  total: number;
  gradNorm: number;
}

/** Steps whose reports are kept until they are read. */
const LOG_STEPS = 64;

export class StepLog {
  /** Where a step writes. */
  readonly report: Report;
  /** Where its report is copied to. */
  readonly store: Store;
  private logged: Task[][] = [];

  constructor(backend: Backend) {
    this.report = { taskA: backend.store(2), taskB: backend.store(2), total: backend.store(1), norm: backend.store(1) };
    this.store = backend.store(LOG_STEPS * REPORT_LENGTH);
  }

  /** The element of the log at which the next step's report begins. @param tasks of that step */
  next(tasks: Task[]): number {
    return (this.logged.push(tasks) - 1) * REPORT_LENGTH;
  }

  /** Whether it must be read before the next step. */
  get isFull(): boolean {
    return this.logged.length === LOG_STEPS;
  }

  /** Waits for the steps under way; the reports of those since the last call. */
  async read(): Promise<StepReport[]> {
    if (this.logged.length === 0) return [];
    const values = await this.store.read();
    const logged = this.logged;
    this.logged = [];
    return logged.map((tasks, i) => {
      const [taskA, , taskB, , total, gradNorm] = values.subarray(i * REPORT_LENGTH, (i + 1) * REPORT_LENGTH);
      const losses = { taskA, taskB };
      return { ...Object.fromEntries(tasks.map(({ name }) => [name, losses[name]])), total, gradNorm };
    });
  }

  destroy(): void {
    for (const store of [...Object.values(this.report), this.store]) store.destroy();
  }
}
