/** A frozen head answers from features that move while the encoder learns: how far its metric has moved with them. */
import type { Metrics } from '../../tasks/taskMetrics';
import type { Task } from '../plan/task';

export interface Drift {
  task: string;
  /** Id of the metric. */
  metric: string;
  better: 'higher' | 'lower';
  /** Before the first step. */
  before: number;
  now: number;
}

const fall = ({ before, now, better }: Drift): number => (better === 'higher' ? before - now : now - before);

/** Those that have become worse by more than is tolerated. */
export const fallen = (drift: Drift[] = [], tolerance: number): Drift[] => drift.filter((one) => fall(one) > tolerance);

/** @returns one entry for each frozen task that the validation split has labels for */
export function driftOf(tasks: Task[], before: Metrics, now: Metrics): Drift[] {
  return tasks
    .filter(({ frozen }) => frozen)
    .flatMap(({ name: task, metric: { id: metric, better } }) => {
      const values = { before: before[task]?.[metric], now: now[task]?.[metric] };
      return values.before === undefined || values.now === undefined
        ? []
        : [{ task, metric, better, before: values.before, now: values.now }];
    });
}
