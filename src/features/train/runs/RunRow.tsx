import { MOST_COMPARED } from '../../../stores/runsSlice';
import type { RunRecord } from '../../../train/runs/runs';
import { Button } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { writeInterval, writeMargin, writeMetric } from '../../metric';
import { useTrain } from '../../stores';
import { RunActions } from '../RunActions';
import { metricOf, type RunColumn } from '../runColumns';
import { RunTitle } from './RunTitle';
import { columnKey } from './runGroups';
import { theRun } from './runName';
import { Swatch } from './Swatch';

interface RunRowProps {
  run: RunRecord;
  columns: RunColumn[];
  /** By column: of the runs on the same rows. */
  best: ReadonlyMap<string, number | undefined>;
  /** Whether there are metrics beside those of the columns. */
  hasMore: boolean;
  /** What was set for it, in words. */
  settings: string[];
  inUse: boolean;
}

/** A kept run: what was set for it, what came of it, and what can be done with it. */
export function RunRow({ run, columns, best, hasMore, settings, inUse }: RunRowProps) {
  return (
    <tr className={inUse ? 'bg-accent-soft' : ''}>
      <td className="w-full px-3 py-1.5 align-top">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <div className="flex items-start gap-1">
            <CompareBox run={run} />
            <Pin run={run} />
            <RunTitle run={run} />
          </div>
          <p className="min-w-40 flex-1 py-1 text-xs text-muted">
            {run.recipe && <span className="block font-medium text-text">{run.recipe.title}</span>}
            {settings.join(' · ') || (run.recipe ? '' : 'default settings')}
          </p>
          <RunActions run={run} />
        </div>
      </td>
      {columns.map((column) => (
        <Value key={columnKey(column)} run={run} column={column} best={best.get(columnKey(column))} />
      ))}
      {hasMore && <td />}
      <td className="px-3 py-2 text-right align-top tabular-nums">{run.history?.length}</td>
    </tr>
  );
}

/** Has its curves drawn beside those of others, in the colour and dash that it shows. */
function CompareBox({ run }: { run: RunRecord }) {
  const index = useTrain(({ compared }) => compared.indexOf(run.id));
  const isFull = useTrain(({ compared }) => compared.length >= MOST_COMPARED);
  const compare = useTrain((state) => state.compare);
  const hasCurves = (run.history?.length ?? 0) > 0;
  const on = index >= 0;
  return (
    <label
      className="flex h-7 w-6 flex-col items-center justify-center gap-1"
      title={!hasCurves ? 'It has no epochs to draw' : isFull && !on ? `Up to ${MOST_COMPARED} runs are compared` : 'Compare'}
    >
      <input
        type="checkbox"
        aria-label={`Compare ${theRun(run)}`}
        checked={on}
        disabled={!on && (isFull || !hasCurves)}
        onChange={({ target }) => compare(run.id, target.checked)}
      />
      {on && <Swatch index={index} />}
    </label>
  );
}

function Pin({ run }: { run: RunRecord }) {
  const describe = useTrain((state) => state.describe);
  const pinned = run.about?.pinned ?? false;
  return (
    <Button
      kind="quiet"
      className={`h-7 w-7 px-0 ${pinned ? 'text-accent!' : ''}`}
      aria-pressed={pinned}
      aria-label={`Pin ${theRun(run)}`}
      title={pinned ? 'Pinned: listed first' : 'Pin: list it first'}
      onClick={() => void describe(run.id, { pinned: !pinned })}
    >
      <Icon name={pinned ? 'star' : 'starOutline'} />
    </Button>
  );
}

function Value({ run, column, best }: { run: RunRecord; column: RunColumn; best: number | undefined }) {
  const value = metricOf(run.metrics, column);
  const test = metricOf(run.test, column);
  const folded = metricOf(run.crossValidation?.metrics, column);
  const interval = run.intervals?.[column.task]?.[column.spec.id];
  return (
    <td className="px-3 py-2 text-right align-top whitespace-nowrap tabular-nums">
      <span className={value !== undefined && value === best ? 'font-bold' : ''}>
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
