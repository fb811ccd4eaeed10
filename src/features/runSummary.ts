import type { Metrics } from '../tasks/taskMetrics';
import type { RunRecord } from '../train/runs/runs';
import type { KindInfo } from '../workers/protocol';
import { inSentence, writeMetric } from './metric';

type Scored = Pick<RunRecord, 'metrics' | 'tasks' | 'crossValidation'>;

/** What a run reached on its validation rows, or else by cross-validation: the first metric of each task's kind. */
export function summary({ metrics, tasks, crossValidation }: Scored, kinds: ReadonlyMap<string, KindInfo>): string {
  const scores = (of: Metrics) =>
    Object.entries(tasks).flatMap(([task, { kind }]) => {
      const spec = kinds.get(kind)?.metrics[0];
      const value = spec && of[task]?.[spec.id];
      if (!spec || value === undefined || !Number.isFinite(value)) return [];
      return `${task} ${inSentence(spec)} ${writeMetric(spec.print, value)}`;
    });
  const validated = scores(metrics);
  if (validated.length > 0) return `On validation: ${validated.join(', ')}.`;
  const crossed = scores(crossValidation?.metrics ?? {});
  return crossed.length > 0 ? `By ${crossValidation?.folds}-fold cross-validation: ${crossed.join(', ')}.` : '';
}
