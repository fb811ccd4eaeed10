/** What a step reports: each task's loss and what it is a mean over, their weighted sum, and the gradient norm. */
import type { Backend, Copy, Store } from '../../autodiff/backend';
import type { Task } from '../plan/task';

export interface ReportStores {
  /** [2] each, in the order of the tasks. */
  losses: Map<string, Store>;
  /** [1] */
  total: Store;
  /** [1] */
  norm: Store;
}

export const createReport = (backend: Backend, tasks: Task[]): ReportStores => ({
  losses: new Map(tasks.map(({ name }) => [name, backend.store(2)])),
  total: backend.store(1),
  norm: backend.store(1),
});

const fields = ({ losses, total, norm }: ReportStores): Store[] => [...losses.values(), total, norm];

/** Elements of a report in a log: first the losses, then total and norm. */
export const reportLength = (report: ReportStores): number => fields(report).reduce((sum, { length }) => sum + length, 0);

/** Copies of a report into a log, from element `at`. */
export function reportCopies(report: ReportStores, log: Store, at: number): Copy[] {
  let to = at;
  return fields(report).map((from) => {
    to += from.length;
    return { from, to: log, at: to - from.length };
  });
}

export function destroyReport(report: ReportStores): void {
  for (const store of fields(report)) store.destroy();
}
