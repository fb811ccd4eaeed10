import { useId } from 'react';
import { leastSure } from '../../stores/label/labelStore';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { answeringTasks } from '../../stores/predictStore';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { useLabels, useModel, usePredict } from '../stores';

const AS_IN_FILES = '';

/** Which row comes next: as the files have them, or those of which the model is least sure. */
export function RowOrderField({ tasks }: { tasks: TaskToLabel[] }) {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const order = useLabels((state) => state.order);
  const ordering = useLabels((state) => state.ordering);
  const leastSureFirst = useLabels((state) => state.leastSureFirst);
  const asInFiles = useLabels((state) => state.asInFiles);
  const id = useId();
  const answered = run || own ? Object.keys(answeringTasks({ run, own })) : [];
  const ranked = tasks.map(({ task }) => task).filter((task) => answered.includes(task));
  const current = order && ranked.find((task) => leastSure(task) === order.title);
  /** Rows that were sent here from elsewhere. */
  const sent = order && current === undefined;
  const rank = (title: string) => {
    const task = ranked.find((name) => leastSure(name) === title);
    if (handle !== undefined && task !== undefined) void leastSureFirst(handle, task);
  };
  return (
    <Panel title="What comes next">
      <div className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={id}>Order</label>
          <select
            id={id}
            className={`${controlLook} min-w-0 flex-1`}
            value={order?.title ?? AS_IN_FILES}
            disabled={ordering !== undefined || handle === undefined}
            onChange={({ target }) => (target.value === AS_IN_FILES ? asInFiles() : rank(target.value))}
          >
            <option value={AS_IN_FILES}>as in the files</option>
            {ranked.map((task) => (
              <option key={task} value={leastSure(task)}>
                {leastSure(task)}
              </option>
            ))}
            {sent && <option value={order.title}>{order.title}</option>}
          </select>
        </div>
        {ordering && (
          <div className="flex items-center gap-2">
            <ProgressBar label="Texts answered" value={ordering.done} max={ordering.total} />
            <Button className="h-7 px-2" onClick={ordering.stop}>
              Stop
            </Button>
          </div>
        )}
        {current !== undefined && !ordering && (
          <div className="flex flex-wrap items-center gap-2 text-muted">
            <span className="min-w-40 flex-1">Ranked by the heads that were in use at the time. After training, rank the rows again.</span>
            <Button className="h-7 px-2" onClick={() => rank(leastSure(current))}>
              Rank again
            </Button>
          </div>
        )}
        {sent && !ordering && <p className="text-muted">{plural(order.first, 'row')} first, then the others as in the files.</p>}
        {ranked.length === 0 && (
          <p className="text-muted">
            Once heads are trained on these tasks, they suggest labels, and the rows they are least sure of can come first.
          </p>
        )}
      </div>
    </Panel>
  );
}
