import { useMemo } from 'react';
import { givenWithinHour, progressOf } from '../../stores/label/progress';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { useLabels } from '../stores';

/** Named one by one. */
const MOST_NAMES = 12;

/** How many rows have labels, and what was given here. */
export function LabelProgress({ tasks }: { tasks: TaskToLabel[] }) {
  const keys = useLabels((state) => state.keys);
  const labelled = useLabels((state) => state.labelled);
  const marks = useLabels((state) => state.marks);
  const hour = useMemo(() => givenWithinHour({ marks }, Date.now()), [marks]);
  return (
    <Panel title="Progress" aside={hour > 0 && <span className="text-muted">{plural(hour, 'label')} in the last hour</span>}>
      <div className="divide-y divide-line">
        {tasks.map((task) => (
          <TaskProgressView key={task.column} task={task} known={{ keys, labelled, marks }} />
        ))}
      </div>
    </Panel>
  );
}

function TaskProgressView({ task, known }: { task: TaskToLabel; known: Parameters<typeof progressOf>[0] }) {
  const progress = useMemo(() => progressOf(known, task), [known.keys, known.labelled, known.marks, task]);
  const total = known.keys.length;
  const names = [...progress.names].sort((a, b) => b[1] - a[1]);
  const more = names.length - MOST_NAMES;
  return (
    <section aria-label={`Progress of ${task.task}`} className="flex flex-col gap-1 p-3">
      <p className="flex justify-between gap-2">
        <strong dir="auto">{task.task}</strong>
        <span className="tabular-nums">
          {count(progress.labelled)} of {count(total)}
        </span>
      </p>
      <ProgressBar value={progress.labelled} max={total} label={`Labelled for ${task.task}`} />
      {progress.given > 0 && (
        <p className="text-muted">
          {count(progress.given)} labelled here{progress.accepted > 0 && `, ${count(progress.accepted)} of them as suggested`}
          {names.length > 0 && ': '}
          {names
            .slice(0, MOST_NAMES)
            .map(([name, number]) => `${name} ${count(number)}`)
            .join(' · ')}
          {more > 0 && ` and ${plural(more, 'more name')}`}
        </p>
      )}
    </section>
  );
}
