/** Reports of steps, kept where they are computed until someone reads them. */
import type { Backend, Copy, Store } from '../../autodiff/backend';
import type { Task } from '../plan/task';
import { createReport, destroyReport, type ReportStores, reportCopies, reportLength } from './report';

/** What one step computed. */
export interface StepReport {
  /** By task; only those that had labels. */
  losses: Record<string, number>;
  total: number;
  gradNorm: number;
}

/** Batches whose reports are kept until they are read. */
const LOG_BATCHES = 256;

export class StepLog {
  /** Where a step writes. */
  readonly report: ReportStores;
  /** Where its report is copied to. */
  private readonly store: Store;
  private readonly length: number;
  private logged: { tasks: Task[]; ends: boolean }[] = [];

  constructor(backend: Backend, tasks: Task[]) {
    this.report = createReport(backend, tasks);
    this.length = reportLength(this.report);
    this.store = backend.store(LOG_BATCHES * this.length);
  }

  /** Makes room for a batch's report. @param ends whether a step ends with it @returns the copies that bring it there */
  next(tasks: Task[], ends: boolean): Copy[] {
    return reportCopies(this.report, this.store, (this.logged.push({ tasks, ends }) - 1) * this.length);
  }

  /** Copies the last batch's report once more, when the update after it has given the norm. */
  again(): Copy[] {
    return reportCopies(this.report, this.store, (this.logged.length - 1) * this.length);
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
    const names = [...this.report.losses.keys()];
    const reports: StepReport[] = [];
    let batches: StepReport[] = [];
    for (const [i, { tasks, ends }] of logged.entries()) {
      const row = values.subarray(i * this.length, (i + 1) * this.length);
      const losses = Object.fromEntries(tasks.map(({ name }) => [name, row[2 * names.indexOf(name)]]));
      const [total, gradNorm] = row.subarray(-2);
      batches.push({ losses, total, gradNorm });
      if (!ends) continue;
      reports.push({ ...means(batches), gradNorm });
      batches = [];
    }
    return reports;
  }

  destroy(): void {
    destroyReport(this.report);
    this.store.destroy();
  }
}

/** Of every field, over the reports that have it. */
export function means(reports: StepReport[]): StepReport {
  const mean = (values: number[]) => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);
  const names = new Set(reports.flatMap(({ losses }) => Object.keys(losses)));
  const lossesOf = (name: string) => reports.flatMap(({ losses }) => (Object.hasOwn(losses, name) ? losses[name] : []));
  return {
    losses: Object.fromEntries([...names].map((name) => [name, mean(lossesOf(name))])),
    total: mean(reports.map(({ total }) => total)),
    gradNorm: mean(reports.map(({ gradNorm }) => gradNorm)),
  };
}
