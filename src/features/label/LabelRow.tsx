import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { marksText, type TaskToLabel } from '../../stores/label/tasksToLabel';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import type { RowToLabel } from '../../workers/protocol';
import { useLabels, useStores } from '../stores';
import { type Alike, alikeOf } from './alikeOf';
import { ClassChoices } from './ClassChoices';
import { EntityText } from './EntityText';
import type { EntityCommands } from './entityCommands';
import { type Command, commandOf } from './keys';
import { LabelActions } from './LabelActions';
import { RowList } from './RowList';
import type { Labelling } from './useLabelling';
import { useListed } from './useListed';

const AlikeDialog = lazy(async () => ({ default: (await import('./AlikeDialog')).AlikeDialog }));
const NamesDialog = lazy(async () => ({ default: (await import('./NamesDialog')).NamesDialog }));

/** The row that is looked at, alone or among others, and what it can be given. Keys work wherever the focus is in it, save in fields. */
export function LabelRow({ labelling }: { labelling: Labelling }) {
  const { tasks, row } = labelling;
  const { labels } = useStores();
  const total = useLabels((state) => state.keys.length);
  const position = useLabels((state) => state.position);
  const marks = useLabels((state) => row && state.marks.get(row.key));
  const [chosen, setChosen] = useState(tasks[0].column);
  /** The type of entity that the next stretch gets. */
  const [type, setType] = useState<string>();
  const [listed, setListed] = useListed();
  const [problem, setProblem] = useState<string>();
  const [alike, setAlike] = useState<Alike>();
  /** The task whose names are being changed. */
  const [changed, setChanged] = useState<string>();
  const region = useRef<HTMLElement>(null);
  const entity = useRef<EntityCommands>(null);
  const active = tasks.find(({ column }) => column === chosen) ?? tasks[0];
  const spans = marksText(active) ? active : tasks.find(marksText);
  const typeInUse = spans?.names.includes(type ?? '') ? type : spans?.values === 'answers' ? spans.names[0] : undefined;
  const toChange = tasks.find(({ column }) => column === changed);

  useEffect(() => region.current?.focus(), []);
  // What was wrong with one row is not wrong with the next.
  useEffect(() => setProblem(undefined), [row?.key]);

  const choose = (task: TaskToLabel, name: string) => {
    setChosen(task.column);
    if (!marksText(task)) return labelling.choose(task, name);
    setType(name);
    setProblem(entity.current?.mark(name));
  };
  const applyToAll = () => {
    const found = row && alikeOf(active, labelling, entity.current?.chosen(), typeInUse);
    if (typeof found === 'string') setProblem(found);
    else setAlike(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // What is typed is a number, and its field takes it.
    if (active.values === 'numbers' && /^[-.\d]$/.test(event.key) && !(event.target as HTMLElement).closest('input, textarea, select')) {
      const field = document.getElementById(findField(active)) as HTMLInputElement | null;
      field?.select();
      return;
    }
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    const state = labels.getState();
    if (command.kind === 'go') state.step(command.by);
    else if (command.kind === 'nextTask') setChosen(tasks[(tasks.indexOf(active) + 1) % tasks.length].column);
    else if (command.kind === 'switchView') setListed(!listed);
    else if (command.kind === 'undo') state.undo();
    else if (command.kind === 'redo') state.redo();
    else if (command.kind === 'find') document.getElementById(findField(active))?.focus();
    // What nobody has seen yet is not labelled.
    else if (row) doToRow(command, row);
  };
  const doToRow = (command: Command, row: RowToLabel) => {
    const state = labels.getState();
    if (command.kind === 'give') {
      const name = active.names[command.index];
      if (name !== undefined) choose(active, name);
    } else if (command.kind === 'word') entity.current?.move(command.by, command.extend);
    else if (command.kind === 'character') entity.current?.stretch(command.by, command.end);
    else if (command.kind === 'mark' && typeInUse !== undefined) setProblem(entity.current?.mark(typeInUse));
    else if (command.kind === 'removeEntity') entity.current?.remove();
    else if (command.kind === 'applyToAll') applyToAll();
    else if (command.kind === 'flag') state.mark(row, { flagged: marks?.flagged ? undefined : true }, 'Flag');
    else if (command.kind === 'skip') {
      state.mark(row, { skipped: true }, 'Skip');
      state.step(1);
    } else if (command.kind === 'nothing' && active.values !== 'names') labelling.nothing(active);
    else if (command.kind === 'accept') {
      labelling.accept();
      state.step(1);
    }
  };

  const text = row ? (
    <div className="flex min-w-0 flex-col gap-1">
      {row.other !== undefined && (
        <p className="text-muted" dir="auto">
          {row.other}
        </p>
      )}
      <EntityText
        key={`${row.key} ${spans?.column ?? ''}`}
        text={row.text}
        task={spans}
        type={typeInUse}
        labelling={labelling}
        commands={entity}
        dense={listed}
        onProblem={setProblem}
      />
    </div>
  ) : (
    <p className="text-muted">Fetching the rows. The worker may be busy with a model.</p>
  );
  return (
    <Panel
      title={total > 0 ? `Row ${count(position + 1)} of ${count(total)}` : 'Label'}
      aside={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {row && <Where split={row.split} marks={marks} />}
          <Segments
            legend="Rows"
            name="rows-view"
            choices={VIEWS}
            value={listed ? 'list' : 'row'}
            onChange={(view) => setListed(view === 'list')}
          />
        </span>
      }
    >
      <section
        ref={region}
        // Focused by a click, and when a field in it is left: its keys are for the row as a whole.
        tabIndex={-1}
        aria-label="Row to label"
        className="flex flex-col gap-3 p-3 outline-offset-0"
        onKeyDown={onKeyDown}
      >
        {listed ? (
          <RowList tasks={tasks} spans={spans}>
            {text}
          </RowList>
        ) : (
          text
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
            type={typeInUse}
            onGive={(name) => choose(task, name)}
            onChangeNames={() => setChanged(task.column)}
            onDone={(given) => {
              region.current?.focus();
              if (given) labels.getState().step(1);
            }}
          />
        ))}
        <LabelActions labelling={labelling} marks={marks} onApplyToAll={applyToAll} />
      </section>
      <Suspense>
        {alike && row && (
          <AlikeDialog
            alike={alike}
            row={row}
            onClose={() => {
              setAlike(undefined);
              region.current?.focus();
            }}
          />
        )}
        {toChange && (
          <NamesDialog
            task={toChange}
            onClose={() => {
              setChanged(undefined);
              region.current?.focus();
            }}
          />
        )}
      </Suspense>
    </Panel>
  );
}

const VIEWS = [
  ['row', 'One row'],
  ['list', 'List'],
] as const;

const findField = ({ column }: TaskToLabel) => `find-${column}`;

function Where({ split, marks }: { split: string; marks: { flagged?: true; skipped?: true } | undefined }) {
  const parts = [`${split} split`, marks?.flagged && 'flagged', marks?.skipped && 'skipped'].filter(Boolean);
  return <span className="text-muted">{parts.join(' · ')}</span>;
}
