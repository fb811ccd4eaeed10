import { percent } from '../ui/format';
import type { RunRecord } from '../workers/protocol';

/** What a run reached on its validation rows, in a line. */
export function summary({ metrics: { taskA, taskB } }: Pick<RunRecord, 'metrics'>): string {
  const parts = [taskA && `accuracy ${percent(taskA.accuracy)}`, taskB && `entity F1 ${percent(taskB.f1)}`].filter(Boolean);
  return parts.length > 0 ? `On validation: ${parts.join(', ')}.` : '';
}
