/** Reports of steps, kept where they are computed until someone reads them. */
import type { Backend, Copy, Store } from '../autodiff/backend';
import { REPORT_LENGTH, type Report, reportCopies } from './stepTracer';
import type { Task } from './task';

/** What one step computed. */
export interface StepReport {
  taskA?: number;
  taskB?: number;
  total: number;
  gradNorm: number;
}

/** Batches whose reports are kept until they are read. */
const LOG_BATCHES = 256;

export class StepLog {
  /** Where a step writes. */
  readonly report: Report;
  /** Where its report is copied to. */
  private readonly store: Store;
  private logged: { tasks: Task[]; ends: boolean }[] = [];

  constructor(backend: Backend) {
    this.report = { taskA: backend.store(2), taskB: backend.store(2), total: backend.store(1), norm: backend.store(1) };
    this.store = backend.store(LOG_BATCHES * REPORT_LENGTH);
  }

  /** Makes room for a batch's report. @param ends whether a step ends with it @returns the copies that bring it there */
  next(tasks: Task[], ends: boolean): Copy[] {
    return reportCopies(this.report, this.store, (this.logged.push({ tasks, ends }) - 1) * REPORT_LENGTH);
  }

  /** Copies the last batch's report once more, when the update after it has told the norm. */
  again(): Copy[] {
    return reportCopies(this.report, this.store, (this.logged.length - 1) * REPORT_LENGTH);
  }

  /** Whether a step of so many batches must wait until it is read. */
  isFull(batches: number): boolean {
    return this.logged.length + batches > LOG_BATCHES;
  }

  /** Waits for the steps under way; the reports of those since the last call. */
  async read(): Promise<StepReport[]> {
    if (this.logged.length === 0) return [];
    const values = await this.store.read();
    const logged = this.logged;
    this.logged = [];
    const reports: StepReport[] = [];
    let batches: StepReport[] = [];
    for (const [i, { tasks, ends }] of logged.entries()) {
      const [taskA, , taskB, , total, gradNorm] = values.subarray(i * REPORT_LENGTH, (i + 1) * REPORT_LENGTH);
      const losses = { taskA, taskB };
      batches.push({ ...Object.fromEntries(tasks.map(({ name }) => [name, losses[name]])), total, gradNorm });
      if (!ends) continue;
      reports.push({ ...means(batches), gradNorm });
      batches = [];
    }
    return reports;
  }

  destroy(): void {
    for (const store of [...Object.values(this.report), this.store]) store.destroy();
  }
}

/** Of every field, over the reports that have it. */
export function means(reports: StepReport[]): StepReport {
  const mean = (field: keyof StepReport) => {
    const known = reports.map((report) => report[field]).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0) / known.length;
  };
  const [taskA, taskB] = [mean('taskA'), mean('taskB')];
  return {
    ...(taskA === undefined ? {} : { taskA }),
    ...(taskB === undefined ? {} : { taskB }),
    total: mean('total') ?? 0,
    gradNorm: mean('gradNorm') ?? 0,
  };
}
