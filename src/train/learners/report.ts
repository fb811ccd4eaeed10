/** An evaluation with all that is known of it: how far each figure may be off, and how far probabilities may be believed. */
import type { Head } from '../../tasks/head';
import type { Reliability } from '../../tasks/metrics/reliability';
import { byName } from '../plan/task';
import { reliabilityOfAnswers } from './calibration';
import type { Evaluated } from './evaluator';
import { intervalsOfAll } from './intervals';

export interface ReportedMetric {
  value: number;
  /** Ends of its 95 % interval: what it may be on many more rows like these. Absent where that is not known, as of the loss. */
  low?: number;
  high?: number;
}

export interface TaskReport {
  /** Rows that have a label of the task. */
  rows: number;
  /** By the ids of the kind, and `loss`. */
  metrics: Record<string, ReportedMetric>;
  /** Calibration error with its bins; absent for kinds without probabilities. */
  reliability?: Reliability;
  /** More than numbers, as the kind has it: a confusion matrix, scores of every type. */
  details: unknown;
}

/** By the name of each task that the rows have labels for. */
export type EvaluationReport = Record<string, TaskReport>;

export function reportOf(heads: Head[], evaluated: Evaluated): EvaluationReport {
  const intervals = intervalsOfAll(heads, evaluated);
  const report: EvaluationReport = Object.create(null);
  for (const { name, kind } of heads) {
    if (!evaluated.metrics[name]) continue;
    const { count, ...values } = evaluated.metrics[name];
    const metrics = Object.entries(values).map(([id, value]): [string, ReportedMetric] => {
      const [low, high] = intervals[name]?.[id] ?? [];
      return [id, { value, ...(low === undefined ? {} : { low, high }) }];
    });
    const reliability = reliabilityOfAnswers(kind, evaluated.configs[name], evaluated.scored[name]);
    report[name] = {
      rows: count,
      metrics: byName(Object.fromEntries(metrics)),
      ...(reliability ? { reliability } : {}),
      details: evaluated.details[name],
    };
  }
  return report;
}
