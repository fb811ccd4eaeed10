import { useMemo } from 'react';
import type { MetricSpec } from '../../../tasks/kind';
import type { RunRecord } from '../../../train/runs/runs';
import { type Spread, sweptSettings } from '../../../train/runs/sweep';
import { Alert } from '../../../ui/Alert';
import { Button } from '../../../ui/Button';
import { plural, when } from '../../../ui/format';
import { Panel } from '../../../ui/Panel';
import { writeMetric } from '../../metric';
import { useKinds, useTrain } from '../../stores';
import { overInWords, valueInWords } from './swept';
import { tasksOf } from './tasksOf';

/** Sweeps that are listed, the newest first. */
const MOST_SWEEPS = 5;

/** What sweeps came to: mean and deviation for each value. They are found in the list of runs, so that they survive a reload. */
export function Sweeps() {
  const runs = useTrain((state) => state.runs);
  const swept = useTrain((state) => state.swept);
  const sweeps = useMemo(() => sweepsOf(runs), [runs]);
  if (sweeps.length === 0 && !swept) return null;
  return (
    <Panel title="Sweeps" aside={<span className="text-xs text-muted">mean ± standard deviation, on validation rows</span>}>
      {swept && swept.failures.length > 0 && (
        <div className="p-3 pb-0">
          <Alert kind="warning">
            {plural(swept.failures.length, 'run')} failed. {swept.failures[0].message}
          </Alert>
        </div>
      )}
      <div className="divide-y divide-line">
        {sweeps.slice(0, MOST_SWEEPS).map((own) => (
          <SweepTable key={own[0].sweep?.id} runs={own} />
        ))}
      </div>
    </Panel>
  );
}

/** @param runs the newest first @returns runs of each sweep in the order in which they ran */
function sweepsOf(runs: RunRecord[]): RunRecord[][] {
  const sweeps = new Map<string, RunRecord[]>();
  for (const run of runs) if (run.sweep) sweeps.set(run.sweep.id, [run, ...(sweeps.get(run.sweep.id) ?? [])]);
  return [...sweeps.values()];
}

function SweepTable({ runs }: { runs: RunRecord[] }) {
  const kinds = useKinds((state) => state.kinds);
  const compareOnly = useTrain((state) => state.compareOnly);
  const settings = sweptSettings(runs);
  const [first] = runs;
  const { over = '', runs: planned = 0 } = first.sweep ?? {};
  const columns = tasksOf(runs, kinds).map(({ name, metrics: [spec] }) => ({ task: name, spec }));
  const hasTest = runs.some(({ test }) => test);
  const done = settings.reduce((sum, setting) => sum + setting.runs.length, 0);
  const title = overInWords(over, first.tasks, kinds);
  return (
    <section aria-label={`Sweep of ${title}`} className="flex flex-col gap-1 py-2">
      <header className="flex flex-wrap items-center gap-x-3 px-3">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-xs text-muted">
          {first.dataset?.name} · {when(first.started)} ·{' '}
          {done === planned ? plural(done, 'run') : `${done} of ${plural(planned, 'run')} done`}
        </p>
        <Button kind="quiet" className="ml-auto h-7" onClick={() => compareOnly(runs.map(({ id }) => id))}>
          Compare these runs
        </Button>
      </header>
      <div className="overflow-x-auto">
        <table className="w-full text-left text-sm tabular-nums">
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col" className="px-3 py-1 font-normal">
                {over === 'seed' ? 'Setting' : title}
              </th>
              {columns.map(({ task, spec }) => (
                <th key={task} scope="col" className="px-3 py-1 text-right font-normal">
                  {task} · {spec.name}
                </th>
              ))}
              <th scope="col" className="px-3 py-1 text-right font-normal">
                Runs
              </th>
            </tr>
          </thead>
          <tbody>
            {settings.map(({ value, metrics, test, runs: ids }) => (
              <tr key={JSON.stringify(value) ?? ''}>
                <th scope="row" className="px-3 py-1 font-normal">
                  {over === 'seed' ? 'all seeds' : valueInWords(over, value, first.tasks, kinds)}
                </th>
                {columns.map(({ task, spec }) => (
                  <td key={task} className="px-3 py-1 text-right whitespace-nowrap">
                    <Cell spec={spec} of={metrics[task]?.[spec.id]} />
                    {hasTest && (
                      <span className="block text-xs text-muted">
                        test <Cell spec={spec} of={test[task]?.[spec.id]} />
                      </span>
                    )}
                  </td>
                ))}
                <td className="px-3 py-1 text-right">{ids.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ spec: { print }, of }: { spec: MetricSpec; of: Spread | undefined }) {
  if (!of || !Number.isFinite(of.mean)) return '–';
  const { mean, deviation } = of;
  if (deviation === undefined) return writeMetric(print, mean);
  return `${writeMetric(print, mean)} ± ${print === 'percent' ? (100 * deviation).toFixed(1) : deviation.toPrecision(2)}`;
}
