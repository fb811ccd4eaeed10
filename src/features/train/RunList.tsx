import type { ReactNode } from 'react';
import type { RunRecord } from '../../train/runs/runs';
import { when } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { writeInterval, writeMargin, writeMetric } from '../metric';
import { useKinds, usePredict, useTrain } from '../stores';
import { RunActions } from './RunActions';
import { columnsOf, metricOf, type RunColumn } from './runColumns';
import { differences } from './runDifferences';

/** Columns of metrics at most. */
const MOST_COLUMNS = 4;

/** Runs that were kept, side by side: what was set for each, and what came of it. */
export function RunList() {
  const runs = useTrain((state) => state.runs);
  const kinds = useKinds((state) => state.kinds);
  const answering = usePredict(({ run }) => run?.id);
  if (runs.length === 0) return null;
  const all = columnsOf(runs, kinds);
  const [columns, others] = [all.slice(0, MOST_COLUMNS), all.slice(MOST_COLUMNS)];
  return (
    <Panel title="Runs" aside={<span className="text-xs text-muted">metrics on validation rows</span>}>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              <Header>Run</Header>
              {columns.map((column) => (
                <Header key={title(column)} right>
                  {title(column)}
                </Header>
              ))}
              {others.length > 0 && (
                <Header right>
                  <span title={`Not shown: ${others.map(title).join(', ')}`}>…</span>
                </Header>
              )}
              <Header right>Epochs</Header>
              <Header>Recipe and changed settings</Header>
              <Header>
                <span className="sr-only">Actions</span>
              </Header>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {runs.map((run) => (
              <tr key={run.id} className={run.id === answering ? 'bg-accent-soft' : ''}>
                <td className="px-3 py-1.5" title={run.model}>
                  <span className="whitespace-nowrap">{when(run.started)}</span>
                  <span className="block max-w-44 truncate text-xs text-muted" dir="auto">
                    {describe(run)}
                  </span>
                </td>
                {columns.map((column) => (
                  <Value key={title(column)} run={run} column={column} />
                ))}
                {others.length > 0 && <td />}
                <td className="px-3 text-right tabular-nums">{run.history?.length}</td>
                <td className="min-w-56 px-3 py-1.5 text-xs text-muted">
                  {run.recipe && <span className="block font-medium text-text">{run.recipe.title}</span>}
                  {differences(run, kinds).join(' · ') || (run.recipe ? '' : 'defaults')}
                </td>
                <td className="px-3 py-1 text-right whitespace-nowrap">
                  <RunActions run={run} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function describe({ dataset, status, underWay }: RunRecord): string {
  const ended = underWay ? 'under way' : status === 'running' ? 'interrupted' : status;
  return [dataset?.name, status !== 'finished' && ended].filter(Boolean).join(' · ');
}

const title = ({ task, spec }: RunColumn) => `${task} · ${spec.name}`;

function Header({ right = false, children }: { right?: boolean; children: ReactNode }) {
  return (
    <th scope="col" className={`min-w-20 max-w-36 px-3 py-1.5 align-bottom font-normal ${right ? 'text-right' : ''}`}>
      {children}
    </th>
  );
}

function Value({ run, column }: { run: RunRecord; column: RunColumn }) {
  const value = metricOf(run.metrics, column);
  const test = metricOf(run.test, column);
  const folded = metricOf(run.crossValidation?.metrics, column);
  const interval = run.intervals?.[column.task]?.[column.spec.id];
  return (
    <td className="px-3 text-right whitespace-nowrap tabular-nums">
      <span className={value !== undefined && value === column.best ? 'font-bold' : ''}>
        {value === undefined ? '–' : writeMetric(column.spec.print, value)}
      </span>
      {interval && (
        <span className="text-xs text-muted" title={`95 % interval: ${writeInterval(column.spec.print, interval)}`}>
          {' '}
          {writeMargin(column.spec.print, interval)}
        </span>
      )}
      {folded !== undefined && (
        <span className="block text-xs text-muted">
          {run.crossValidation?.folds}-fold {writeMetric(column.spec.print, folded)}
        </span>
      )}
      {test !== undefined && <span className="block text-xs text-muted">test {writeMetric(column.spec.print, test)}</span>}
    </td>
  );
}
