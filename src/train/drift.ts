/** A frozen head judges by features that move while the encoder learns: how far its metric has moved with them. */
import { metricOf, monitored } from './bestEpochs';
import type { Metrics } from './metrics/metrics';
import type { MonitoredMetric, TrainOptions } from './options';
import type { Task, TaskName } from './task';

export interface Drift {
  task: TaskName;
  metric: MonitoredMetric;
  /** Before the first step. */
  before: number;
  now: number;
}

/** Those that have fallen by more than is tolerated. */
export const fallen = (drift: Drift[] = [], tolerance: number): Drift[] => drift.filter(({ before, now }) => before - now > tolerance);

/** @returns one entry for each frozen task that the validation split has labels for */
export function driftOf(tasks: Task[], options: TrainOptions, before: Metrics, now: Metrics): Drift[] {
  return tasks
    .filter(({ frozen }) => frozen)
    .flatMap(({ name: task }) => {
      const metric = metricOf(task, options);
      const values = { before: monitored(metric, before), now: monitored(metric, now) };
      return values.before === undefined || values.now === undefined ? [] : [{ task, metric, before: values.before, now: values.now }];
    });
}
