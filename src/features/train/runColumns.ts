/** The first metric of every task that the kept runs have. Records of other versions may lack anything. */
import type { MetricSpec } from '../../tasks/kind';
import type { RunRecord } from '../../train/runs/runs';
import type { KindInfo } from '../../workers/protocol';

export interface RunColumn {
  task: string;
  spec: MetricSpec;
  /** Of all runs, on validation rows; absent where there is nothing to compare. */
  best?: number;
}

export function columnsOf(runs: RunRecord[], kinds: ReadonlyMap<string, KindInfo>): RunColumn[] {
  const columns = new Map<string, RunColumn>();
  for (const { tasks } of runs) {
    for (const [task, config] of Object.entries(tasks ?? {})) {
      const spec = kinds.get(config.kind)?.metrics[0];
      if (spec) columns.set(`${task}.${spec.id}`, { task, spec });
    }
  }
  return [...columns.values()].flatMap((column) => {
    const values = runs.flatMap((run) => metricOf(run.metrics, column) ?? []);
    if (values.length === 0 && runs.every((run) => metricOf(run.test, column) === undefined)) return [];
    const best = column.spec.better === 'higher' ? Math.max(...values) : Math.min(...values);
    return [values.length > 1 ? { ...column, best } : column];
  });
}

export function metricOf(metrics: RunRecord['metrics'] | undefined, { task, spec }: RunColumn): number | undefined {
  const value = metrics?.[task]?.[spec.id];
  return Number.isFinite(value) ? value : undefined;
}
