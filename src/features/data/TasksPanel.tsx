import { type KeyboardEvent, useId } from 'react';
import type { AssignedColumn, TaskChoice } from '../../tasks/fromData';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { plural } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { Panel } from '../../ui/Panel';
import type { DatasetInfo } from '../../workers/protocol';
import { useData, useKinds } from '../stores';
import { choiceOf, choose } from './corrections';
import { columnInWords, kindTitle } from './taskWords';

/** Drawn at once: each has several fields. */
const MOST_COLUMNS = 30;

/** Columns of labels, and the task that each becomes. */
export function TasksPanel({ info }: { info: DatasetInfo }) {
  const loading = useData((state) => state.loading);
  const tasks = Object.keys(info.tasks).length;
  return (
    <Panel title="Tasks" aside={<span className="text-muted">{tasks === 0 ? 'none' : plural(tasks, 'task')}</span>}>
      <fieldset disabled={loading} className="min-w-0 divide-y divide-line">
        <legend className="sr-only">What is learned from each column</legend>
        <LongList items={info.columns} nameOf={({ name }) => name} thing="column" most={MOST_COLUMNS}>
          {(shown) =>
            shown.map((column) => (
              <TaskRow key={column.name} column={column} kind={column.task === undefined ? undefined : info.tasks[column.task].kind} />
            ))
          }
        </LongList>
      </fieldset>
      {info.columns.length === 0 && (
        <p className="p-3 text-muted">
          No column has labels. These texts can be embedded and predicted; to train on them, choose a column of labels above.
        </p>
      )}
    </Panel>
  );
}

function TaskRow({ column, kind }: { column: AssignedColumn; kind: string | undefined }) {
  const options = useData((state) => state.options);
  const correct = useData((state) => state.correct);
  const kinds = useKinds((state) => state.kinds);
  const id = useId();
  const choice = choiceOf(options, column.name);
  const possible = column.kinds.length > 0;
  const included = possible && !choice.leaveOut;
  const change = (to: TaskChoice | undefined) => void correct(choose(options, column.name, to));

  return (
    <div className="flex flex-col gap-2 px-3 py-2.5">
      <div className="flex items-start gap-2">
        <input
          id={`${id}-in`}
          type="checkbox"
          className="mt-1 accent-accent"
          checked={included}
          disabled={!possible}
          onChange={(event) => change({ leaveOut: !event.target.checked })}
        />
        <label htmlFor={`${id}-in`} className="min-w-0 flex-1 break-words">
          <bdi className={included ? 'font-medium' : 'text-muted'}>{column.name}</bdi>
          <span className="block text-xs text-muted">{columnInWords(column)}</span>
        </label>
        <Button
          kind="quiet"
          className="-mt-1 -mr-1.5 h-7 px-1.5"
          disabled={Object.keys(choice).length === 0}
          onClick={() => change(undefined)}
          aria-label={`Reset ${column.name}`}
          title="Reset"
        >
          ↺
        </Button>
      </div>
      {included && (
        <div className="ml-5.5 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-2">
          <div className="flex min-w-0 flex-col gap-0.5">
            <label htmlFor={`${id}-name`} className="text-xs text-muted">
              Task name<span className="sr-only"> of {column.name}</span>
            </label>
            <NameField
              id={`${id}-name`}
              key={choice.name ?? column.name}
              name={choice.name ?? column.name}
              onCommit={(name) => change({ name: name === '' ? undefined : name })}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-0.5">
            <label htmlFor={`${id}-kind`} className="text-xs text-muted">
              Kind<span className="sr-only"> of {column.name}</span>
            </label>
            <select
              id={`${id}-kind`}
              className={`${controlLook} w-full`}
              value={kind ?? choice.kind ?? column.kinds[0]}
              onChange={(event) => change({ kind: event.target.value })}
            >
              {column.kinds.map((each) => (
                <option key={each} value={each}>
                  {kindTitle(kinds, each)}
                </option>
              ))}
            </select>
          </div>
        </div>
      )}
      {included && column.task === undefined && <p className="ml-5.5 text-xs text-warn">Left out for now: see Problems.</p>}
      {!possible && <p className="ml-5.5 text-xs text-warn">No kind of task can learn from these values.</p>}
    </div>
  );
}

/** Takes what was typed on Enter and when it is left; Escape takes it back. */
function NameField({ id, name, onCommit }: { id: string; name: string; onCommit: (name: string) => void }) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') event.currentTarget.value = name;
    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <input
      dir="auto"
      id={id}
      className={`${controlLook} w-full`}
      defaultValue={name}
      spellCheck={false}
      autoComplete="off"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const typed = event.target.value.trim();
        if (typed !== name) onCommit(typed);
      }}
    />
  );
}
