/** Whether a run is behind another one on the same rows: figures are compared with the best that there is, not with random heads. */
import type { MetricSpec } from '../../tasks/kind';
import { splitMetric } from '../plan/task';
import type { Drift } from './drift';
import type { RunRecord } from './runs';

/** A run that scored higher on the same validation rows. */
export interface Outdone {
  /** Its id. */
  by: string;
  /** When it was started, in milliseconds since 1970. */
  started: number;
  /** What is lower now; `before` is the other run's. */
  metrics: Drift[];
  /** Whether the other run is the one that was in use, and stays so. */
  stays: boolean;
}

type MetricsOf = (kind: string) => MetricSpec[];
type Scored = Pick<RunRecord, 'id' | 'started' | 'dataset' | 'options' | 'metrics' | 'tasks' | 'status'>;

/** Whether both were scored on the same rows, which neither has learned from. */
export const areComparable = (a: Scored, b: Scored): boolean =>
  a.dataset.digest !== undefined &&
  a.dataset.digest === b.dataset.digest &&
  [a, b].every(({ options, status }) => options.validation === 'split' && status !== 'running' && status !== 'unreadable');

/** What is watched of every task that both have: the metric that was chosen, else the first of its kind. */
export function behind(run: Scored, other: Scored, metricsOf: MetricsOf): Drift[] {
  return watched(run, metricsOf).flatMap(({ task, spec: { id: metric, better } }) => {
    const [before, now] = [other.metrics[task]?.[metric], run.metrics[task]?.[metric]];
    const isLower = before !== undefined && now !== undefined && (better === 'higher' ? now < before : now > before);
    return isLower ? [{ task, metric, better, before, now }] : [];
  });
}

function watched({ tasks, options: { earlyStopping } }: Scored, metricsOf: MetricsOf): { task: string; spec: MetricSpec }[] {
  const [chosen, id] = splitMetric(earlyStopping?.metric ?? 'mean');
  return Object.entries(tasks).flatMap(([task, { kind }]) => {
    const all = metricsOf(kind);
    const spec = (task === chosen && all.find((known) => known.id === id)) || all[0];
    return spec ? [{ task, spec }] : [];
  });
}

/**
 * @param others kept runs
 * @param former the one that was in use
 * @param keepBetter whether the former stays in use where it scored higher
 */
export function outdone(
  run: Scored,
  others: Scored[],
  former: Scored | undefined,
  metricsOf: MetricsOf,
  keepBetter: boolean,
): Outdone | undefined {
  const by = ({ id, started }: Scored, metrics: Drift[], stays: boolean): Outdone => ({ by: id, started, metrics, stays });
  if (former && former.id !== run.id && areComparable(run, former)) {
    const metrics = behind(run, former, metricsOf);
    if (metrics.length > 0) return by(former, metrics, keepBetter);
  }
  const rivals = others
    .filter((other) => other.id !== run.id && areComparable(run, other))
    .map((other) => ({ other, metrics: behind(run, other, metricsOf) }))
    // One that is ahead in a task and behind in another is no better as a whole.
    .filter(({ other, metrics }) => metrics.length > 0 && behind(other, run, metricsOf).length === 0)
    .sort((a, b) => sum(b.metrics) - sum(a.metrics));
  return rivals[0] && by(rivals[0].other, rivals[0].metrics, false);
}

const sum = (metrics: Drift[]): number => metrics.reduce((all, { before, now }) => all + Math.abs(before - now), 0);
