import type { MetricSpec } from '../../../tasks/kind';
import type { Intervals, RunRecord } from '../../../train/runs/runs';
import { Button } from '../../../ui/Button';
import { writeInterval, writeMetric } from '../../metric';
import { useKinds, useTrain } from '../../stores';
import { differingSettings } from './differing';
import { runName, theRun } from './runName';
import { Swatch } from './Swatch';
import type { tasksOf } from './tasksOf';

/** Each with its values and its intervals. */
const SCORES: [name: string, of: (run: RunRecord) => [RunRecord['metrics'] | undefined, Intervals | undefined]][] = [
  ['validation', ({ metrics, intervals }) => [metrics, intervals]],
  ['cross-validation', ({ crossValidation }) => [crossValidation?.metrics, crossValidation?.intervals]],
  ['test', ({ test, testIntervals }) => [test, testIntervals]],
];

/** A column for each run: the settings in which they differ, then their scores with 95 % intervals. */
export function CompareTable({ runs, tasks }: { runs: RunRecord[]; tasks: ReturnType<typeof tasksOf> }) {
  const kinds = useKinds((state) => state.kinds);
  const compare = useTrain((state) => state.compare);
  const settings = differingSettings(runs, kinds);
  const scores = tasks.flatMap(({ name, metrics }) => metrics.flatMap((spec) => scoresOf(runs, name, spec)));
  return (
    <div className="relative overflow-x-auto border-t border-line">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line">
          <tr>
            <td />
            {runs.map((run, i) => (
              <th key={run.id} scope="col" className="min-w-36 px-3 py-1.5 align-top font-medium">
                <Swatch index={i} />
                <span className="flex items-start justify-between gap-1">
                  <span dir="auto" className="line-clamp-2 break-words">
                    {runName(run)}
                  </span>
                  <Button
                    kind="quiet"
                    className="h-6 w-6 px-0"
                    aria-label={`Compare ${theRun(run)} no more`}
                    title="Compare no more"
                    onClick={() => compare(run.id, false)}
                  >
                    ×
                  </Button>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <Rows title="Settings that differ" rows={settings} none="All settings are the same." width={runs.length} />
        <Rows title="Scores, with 95 % intervals" rows={scores} none="None of these runs has scores." width={runs.length} />
      </table>
    </div>
  );
}

interface RowsProps {
  title: string;
  rows: { label: string; values: string[] }[];
  none: string;
  width: number;
}

function Rows({ title, rows, none, width }: RowsProps) {
  return (
    <tbody className="divide-y divide-line">
      <tr className="bg-sunken">
        <th scope="rowgroup" colSpan={width + 1} className="px-3 py-1 text-xs font-semibold text-muted">
          {title}
        </th>
      </tr>
      {rows.map(({ label, values }) => (
        <tr key={label}>
          <th scope="row" className="min-w-32 px-3 py-1 align-top font-normal break-words text-muted">
            {label}
          </th>
          {values.map((value, i) => (
            <td key={i} className="px-3 py-1 align-top break-words tabular-nums">
              {value}
            </td>
          ))}
        </tr>
      ))}
      {rows.length === 0 && (
        <tr>
          <td colSpan={width + 1} className="px-3 py-1 text-muted">
            {none}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function scoresOf(runs: RunRecord[], task: string, { id, name, print }: MetricSpec): RowsProps['rows'] {
  return SCORES.flatMap(([rows, of]) => {
    const values = runs.map((run) => {
      const [metrics, intervals] = of(run);
      const value = metrics?.[task]?.[id];
      if (value === undefined || !Number.isFinite(value)) return undefined;
      const interval = intervals?.[task]?.[id];
      return `${writeMetric(print, value)}${interval ? ` (${writeInterval(print, interval)})` : ''}`;
    });
    if (values.every((value) => value === undefined)) return [];
    return [{ label: `${task} · ${name}, ${rows}`, values: values.map((value) => value ?? '–') }];
  });
}
