/** The first metric of every task that the kept runs have. Records of other versions may lack anything. */
import type { MetricSpec } from '../../tasks/kind';
import type { RunRecord } from '../../train/runs/runs';
import type { KindInfo } from '../../workers/protocol';

export interface RunColumn {
  task: string;
  spec: MetricSpec;
}

export function columnsOf(runs: RunRecord[], kinds: ReadonlyMap<string, KindInfo>): RunColumn[] {
  const columns = new Map<string, RunColumn>();
  for (const { tasks } of runs) {
    for (const [task, config] of Object.entries(tasks ?? {})) {
      const spec = kinds.get(config.kind)?.metrics[0];
      if (spec) columns.set(`${task}.${spec.id}`, { task, spec });
    }
  }
  const isKnown = (column: RunColumn) => runs.some(({ metrics, test }) => [metrics, test].some((of) => metricOf(of, column) !== undefined));
  return [...columns.values()].filter(isKnown);
}

/** Of runs on the same rows, on those that validate. @returns undefined where there is nothing to compare */
export function bestIn(runs: RunRecord[], column: RunColumn): number | undefined {
  const values = runs.flatMap(({ metrics }) => metricOf(metrics, column) ?? []);
  if (values.length < 2) return undefined;
  return column.spec.better === 'higher' ? Math.max(...values) : Math.min(...values);
}

export function metricOf(metrics: RunRecord['metrics'] | undefined, { task, spec }: RunColumn): number | undefined {
  const value = metrics?.[task]?.[spec.id];
  return Number.isFinite(value) ? value : undefined;
}
