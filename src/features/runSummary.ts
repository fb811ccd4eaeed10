import type { RunRecord } from '../train/runs/runs';
import type { KindInfo } from '../workers/protocol';
import { inSentence, writeMetric } from './metric';

/** What a run reached on its validation rows: the first metric of each task's kind. */
export function summary({ metrics, tasks }: Pick<RunRecord, 'metrics' | 'tasks'>, kinds: ReadonlyMap<string, KindInfo>): string {
  const parts = Object.entries(tasks).flatMap(([task, { kind }]) => {
    const spec = kinds.get(kind)?.metrics[0];
    const value = spec && metrics[task]?.[spec.id];
    if (!spec || value === undefined || !Number.isFinite(value)) return [];
    return `${task} ${inSentence(spec)} ${writeMetric(spec.print, value)}`;
  });
  return parts.length > 0 ? `On validation: ${parts.join(', ')}.` : '';
}
