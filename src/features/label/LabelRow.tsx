import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useLabels, useStores } from '../stores';
import { ClassChoices } from './ClassChoices';
import { EntityText } from './EntityText';
import { commandOf } from './keys';
import { LabelActions } from './LabelActions';
import type { Labelling } from './useLabelling';

/** One row: its text, and what it can be given. Keys work wherever the focus is in it, save in fields. */
export function LabelRow({ labelling }: { labelling: Labelling }) {
  const { tasks, row } = labelling;
  const { labels } = useStores();
  const total = useLabels((state) => state.keys.length);
  const position = useLabels((state) => state.position);
  const marks = useLabels((state) => row && state.marks.get(row.key));
  const [chosen, setChosen] = useState(tasks[0].column);
  /** The type of entity that the next stretch gets. */
  const [type, setType] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const region = useRef<HTMLElement>(null);
  const entity = useRef<EntityCommands>(null);
  const active = tasks.find(({ column }) => column === chosen) ?? tasks[0];
  const spans = active.values === 'spans' ? active : tasks.find(({ values }) => values === 'spans');

  useEffect(() => region.current?.focus(), []);
  // What was wrong with one row is not wrong with the next.
  useEffect(() => setProblem(undefined), [row?.key]);

  const give = (index: number) => {
    const name = active.names[index];
    if (name === undefined) return;
    choose(active, name);
  };
  const choose = (task: TaskToLabel, name: string) => {
    setChosen(task.column);
    if (task.values !== 'spans') return labelling.choose(task, name);
    setType(name);
    setProblem(entity.current?.mark(name));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (!command || !row) return;
    event.preventDefault();
    const state = labels.getState();
    if (command.kind === 'give') give(command.index);
    else if (command.kind === 'word') entity.current?.move(command.by, command.extend);
    else if (command.kind === 'character') entity.current?.stretch(command.by, command.end);
    else if (command.kind === 'removeEntity') entity.current?.remove();
    else if (command.kind === 'go') state.step(command.by);
    else if (command.kind === 'nextTask') setChosen(tasks[(tasks.indexOf(active) + 1) % tasks.length].column);
    else if (command.kind === 'undo') state.undo();
    else if (command.kind === 'redo') state.redo();
    else if (command.kind === 'flag') state.mark(row, { flagged: marks?.flagged ? undefined : true }, 'Flag');
    else if (command.kind === 'skip') {
      state.mark(row, { skipped: true }, 'Skip');
      state.step(1);
    } else if (command.kind === 'nothing' && active.values !== 'names') labelling.nothing(active);
    else if (command.kind === 'find') document.getElementById(findField(active))?.focus();
    else if (command.kind === 'accept') {
      labelling.accept();
      state.step(1);
    }
  };

  return (
    <Panel
      title={total > 0 ? `Row ${count(position + 1)} of ${count(total)}` : 'Label'}
      aside={row && <Where split={row.split} marks={marks} />}
    >
      <section
        ref={region}
        // Focused by a click, and when a field in it is left: its keys are for the row as a whole.
        tabIndex={-1}
        aria-label="Row to label"
        className="flex flex-col gap-3 p-3 outline-offset-0"
        onKeyDown={onKeyDown}
      >
        {row?.other !== undefined && (
          <p className="text-muted" dir="auto">
            {row.other}
          </p>
        )}
        {row ? (
          <EntityText
            key={`${row.key} ${spans?.column ?? ''}`}
            text={row.text}
            task={spans}
            type={type}
            labelling={labelling}
            commands={entity}
            onProblem={setProblem}
          />
        ) : (
          <p className="text-muted">Fetching the rows. The worker may be busy with a model.</p>
        )}
        <p role="status" className="min-h-0 text-warn empty:hidden">
          {problem}
        </p>
        {tasks.map((task) => (
          <ClassChoices
            key={task.column}
            task={task}
            labelling={labelling}
            active={task === active}
            only={tasks.length === 1}
            fieldId={findField(task)}
            onActivate={() => setChosen(task.column)}
            type={type}
            onGive={(name) => choose(task, name)}
            onDone={() => region.current?.focus()}
          />
        ))}
        <LabelActions labelling={labelling} marks={marks} />
      </section>
    </Panel>
  );
}

/** What keys do to the text of a row. */
export interface EntityCommands {
  move(by: number, extend: boolean): void;
  stretch(by: number, end: boolean): void;
  /** @returns why the chosen words cannot be marked */
  mark(type: string): string | undefined;
  remove(): void;
}

const findField = ({ column }: TaskToLabel) => `find-${column}`;

function Where({ split, marks }: { split: string; marks: { flagged?: true; skipped?: true } | undefined }) {
  const parts = [`${split} split`, marks?.flagged && 'flagged', marks?.skipped && 'skipped'].filter(Boolean);
  return <span className="text-muted">{parts.join(' · ')}</span>;
}
