import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { type ColumnTally, sittingOf } from '../../stores/label/tally';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { count, duration, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { useLabels } from '../stores';

const LabelCurve = lazy(async () => ({ default: (await import('./LabelCurve')).LabelCurve }));

/** Named one by one. */
const MOST_NAMES = 12;
const CLOCK_MS = 20_000;

/** How many rows have labels, what was given here, and how fast. */
export function LabelProgress({ tasks }: { tasks: TaskToLabel[] }) {
  const total = useLabels((state) => state.keys.length);
  const tally = useLabels((state) => state.tally);
  const now = useClock();
  const sitting = sittingOf(tally, Math.max(now, tally.times.at(-1) ?? 0));
  return (
    <Panel title="Progress">
      <div className="divide-y divide-line">
        {tasks.map((task) => (
          <TaskProgress key={task.column} task={task} tally={tally.columns.get(task.column)} total={total} />
        ))}
        {sitting && (
          <p className="px-3 py-2 text-muted" title="Since the first label after a pause of half an hour or more">
            This sitting: {plural(sitting.labels, 'label')} in {sitting.seconds < 60 ? 'less than a minute' : duration(sitting.seconds)}
            {sitting.perHour !== undefined && `, ${count(sitting.perHour)} per hour`}
          </p>
        )}
      </div>
    </Panel>
  );
}

/** Milliseconds since 1970, as of a few seconds ago. */
function useClock(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function TaskProgress({ task, tally, total }: { task: TaskToLabel; tally: ColumnTally | undefined; total: number }) {
  const { labelled = 0, given = 0, accepted = 0 } = tally ?? {};
  const names = [...(tally?.names ?? [])].sort((a, b) => b[1] - a[1]);
  const more = names.length - MOST_NAMES;
  return (
    <section aria-label={`Progress of ${task.task}`} className="flex flex-col gap-1 p-3">
      <p className="flex justify-between gap-2">
        <strong dir="auto">{task.task}</strong>
        <span className="tabular-nums">
          {count(labelled)} of {count(total)}
        </span>
      </p>
      <ProgressBar value={labelled} max={total} label={`Labelled for ${task.task}`} />
      {given > 0 && (
        <p className="text-muted">
          {count(given)} labelled here{accepted > 0 && `, ${count(accepted)} of them as suggested`}
          {names.length > 0 && ': '}
          {names.slice(0, MOST_NAMES).map(([name, number], i) => (
            <span key={name}>
              {i > 0 && ' · '}
              <bdi>{name}</bdi> {count(number)}
            </span>
          ))}
          {more > 0 && ` and ${plural(more, 'more name')}`}
        </p>
      )}
      {given > 0 && <TaskCurve task={task} />}
    </section>
  );
}

/** Whether more labels are worth it: looked at when a person asks, and from then on kept up to date. */
function TaskCurve({ task: { task, column, values, names } }: { task: TaskToLabel }) {
  const [isOpen, setIsOpen] = useState(false);
  const learned = useMemo(
    () => (values === 'numbers' || values === 'answers' ? undefined : { task, column, values, names }),
    [task, column, values, names],
  );
  if (!learned) return null;
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="cursor-pointer text-muted hover:text-text">Are more labels worth it?</summary>
      {isOpen && (
        <div className="pt-2">
          <Suspense>
            <LabelCurve task={learned} />
          </Suspense>
        </div>
      )}
    </details>
  );
}
