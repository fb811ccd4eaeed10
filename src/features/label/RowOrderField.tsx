import { useId } from 'react';
import { leastSure } from '../../stores/label/labelStore';
import { QUEUES } from '../../stores/label/suggestionStore';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { answeringTasks } from '../../stores/predictStore';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { useLabels, useModel, usePredict, useStores, useSuggested } from '../stores';

const AS_IN_FILES = 'files';
const HELP = {
  mixed:
    'First a likely text for every name and texts unlike each other, then those that the suggestions are least sure of. One in ten is drawn at random, for an honest estimate. Texts that have not been read yet come last.',
  leastSure: 'Texts whose suggestion is least sure come first, those that have not been read yet last.',
  drawn: 'Every text without a label is equally likely to come next.',
};

type Ranked = keyof typeof HELP;
const RANKED = Object.keys(HELP) as Ranked[];

/** Which row comes next, and by whose answers. */
export function RowOrderField({ tasks }: { tasks: TaskToLabel[] }) {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const order = useLabels((state) => state.order);
  const ordering = useLabels((state) => state.ordering);
  const source = useSuggested((state) => state.source);
  const rankedTask = useSuggested((state) => state.rankedTask);
  const { labels, suggestions } = useStores();
  const { leastSureFirst } = labels.getState();
  const { rank } = suggestions.getState();
  const [orderId, taskId] = [useId(), useId()];
  const answered = run || own ? Object.keys(answeringTasks({ run, own })) : [];
  /** Tasks by whose answers the heads in use can rank. */
  const byHeads = source === 'heads' ? tasks.map(({ task }) => task).filter((task) => answered.includes(task)) : [];
  const current = order && byHeads.find((task) => leastSure(task) === order.title);
  const queue = order && RANKED.find((by) => QUEUES[by] === order.title);
  /** Rows that were sent here from elsewhere. */
  const sent = order && current === undefined && queue === undefined;
  const choose = (choice: string) => {
    const task = byHeads.find((name) => leastSure(name) === choice);
    if (task !== undefined && handle !== undefined) void leastSureFirst(handle, task);
    else if (choice === AS_IN_FILES || RANKED.includes(choice as Ranked)) rank(choice as Ranked);
  };
  return (
    <Panel title="What comes next">
      <div className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={orderId}>Order</label>
          <select
            id={orderId}
            className={`${controlLook} min-w-0 flex-1`}
            value={queue ?? order?.title ?? AS_IN_FILES}
            disabled={ordering !== undefined}
            onChange={({ target }) => choose(target.value)}
          >
            <option value={AS_IN_FILES}>as in the files</option>
            {(source === 'labels' ? RANKED : []).map((by) => (
              <option key={by} value={by}>
                {QUEUES[by]}
              </option>
            ))}
            {byHeads.map((task) => (
              <option key={task} value={leastSure(task)}>
                {leastSure(task)}
              </option>
            ))}
            {sent && <option value={order.title}>{order.title}</option>}
          </select>
        </div>
        {queue && queue !== 'drawn' && tasks.length > 1 && (
          <div className="flex flex-wrap items-center gap-2">
            <label htmlFor={taskId}>by the suggestions for</label>
            <select
              id={taskId}
              className={`${controlLook} min-w-0 flex-1`}
              value={tasks.find(({ task }) => task === rankedTask)?.task ?? tasks[0].task}
              onChange={({ target }) => rank(queue, target.value)}
            >
              {tasks.map(({ task }) => (
                <option key={task} value={task}>
                  {task}
                </option>
              ))}
            </select>
          </div>
        )}
        {queue && <p className="text-muted">{HELP[queue]}</p>}
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
            <Button className="h-7 px-2" onClick={() => choose(leastSure(current))}>
              Rank again
            </Button>
          </div>
        )}
        {sent && !ordering && <p className="text-muted">{plural(order.first, 'row')} first, then the others as in the files.</p>}
      </div>
    </Panel>
  );
}
