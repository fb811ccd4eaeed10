import type { MetricSpec } from '../../../tasks/kind';
import type { RunRecord } from '../../../train/runs/runs';
import type { KindInfo } from '../../../workers/protocol';

/** All tasks that runs have, with the metrics of their kinds. */
export function tasksOf(runs: RunRecord[], kinds: ReadonlyMap<string, KindInfo>): { name: string; metrics: MetricSpec[] }[] {
  const all = new Map(runs.flatMap(({ tasks }) => Object.entries(tasks ?? {}).map(([name, { kind }]) => [name, kind] as const)));
  return [...all].flatMap(([name, kind]) => {
    const { metrics = [] } = kinds.get(kind) ?? {};
    return metrics.length > 0 ? [{ name, metrics }] : [];
  });
}
