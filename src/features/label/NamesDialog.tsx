import { useId, useMemo, useState } from 'react';
import { countName, type NameChange, type NameCounts, renameInRows, renameInTasks } from '../../stores/label/names';
import { marksText, type TaskToLabel } from '../../stores/label/tasksToLabel';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { plural } from '../../ui/format';
import { useLabels } from '../stores';
import { LabelDialog } from './LabelDialog';
import { useFound } from './useFound';

type What = 'rename' | 'merge' | 'delete';

/** Renames, joins and deletes classes or types in all rows, those of files included. Counts come first; it is taken back as one. */
export function NamesDialog({ task, onClose }: { task: TaskToLabel; onClose(): void }) {
  const made = useLabels((state) => state.tasks);
  const marks = useLabels((state) => state.marks);
  const apply = useLabels((state) => state.change);
  const [chosen, setChosen] = useState(task.names[0]);
  const [what, setWhat] = useState<What>('rename');
  const [typed, setTyped] = useState('');
  const [into, setInto] = useState('');
  const [done, setDone] = useState<string>();
  const id = useId();
  const { column, names } = task;
  const name = names.includes(chosen) ? chosen : names[0];
  const others = names.filter((each) => each !== name);
  const target = what === 'rename' ? typed.trim() : others.includes(into) ? into : '';
  const isMerge = target !== '' && others.includes(target);
  const change: NameChange | undefined =
    name === undefined || (what !== 'delete' && (target === '' || target === name))
      ? undefined
      : { column, name, ...(what === 'delete' ? {} : { to: target }) };
  const found = useFound(name === undefined ? undefined : { by: 'name', column, name });
  const rows = useMemo(
    () => found && name !== undefined && renameInRows(change ?? { column, name }, found, marks, Date.now()),
    [found, name, marks, column, change?.to, what],
  );
  const thing = marksText(task) ? 'type' : 'class';
  const counts = rows && name !== undefined ? countsInWords(countName(rows, column, name)) : undefined;
  const perform = () => {
    if (!change || !rows) return;
    const said = sentenceOf(change, isMerge);
    apply({ what: said, rows, tasks: renameInTasks(made, task, change) });
    setDone(`${said}. Undo takes it back.`);
    setTyped('');
  };
  return (
    <LabelDialog title={`${thing === 'type' ? 'Types' : 'Classes'} of ${task.task}`} onClose={onClose}>
      {done !== undefined && (
        <p role="status" className="text-good">
          {done}
        </p>
      )}
      {name === undefined ? (
        <p className="text-muted">There is none left.</p>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            perform();
          }}
        >
          <div className="flex flex-wrap items-center gap-2">
            <select
              data-first
              aria-label="What to do"
              className={controlLook}
              value={what}
              onChange={(event) => setWhat(event.target.value as What)}
            >
              <option value="rename">Rename</option>
              <option value="merge" disabled={others.length === 0}>
                Merge
              </option>
              <option value="delete">Delete</option>
            </select>
            <select
              aria-label={`The ${thing}`}
              className={`${controlLook} max-w-56`}
              value={name}
              onChange={(event) => {
                setChosen(event.target.value);
                setDone(undefined);
              }}
            >
              {names.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
            {what === 'rename' && (
              <>
                <label htmlFor={`${id}to`}>to</label>
                <input
                  id={`${id}to`}
                  dir="auto"
                  className={`${controlLook} min-w-40 flex-1`}
                  value={typed}
                  autoComplete="off"
                  placeholder="new name"
                  onChange={(event) => setTyped(event.target.value)}
                />
              </>
            )}
            {what === 'merge' && (
              <>
                <label htmlFor={`${id}into`}>into</label>
                <select
                  id={`${id}into`}
                  className={`${controlLook} max-w-56`}
                  value={target}
                  onChange={(event) => setInto(event.target.value)}
                >
                  <option value="">choose…</option>
                  {others.map((each) => (
                    <option key={each}>{each}</option>
                  ))}
                </select>
              </>
            )}
          </div>
          <p>
            {counts === undefined ? 'Counting rows…' : `${counts} with ${name}.`} {change && consequence(task, change, isMerge)}
          </p>
          <div className="flex gap-2">
            <Button type="submit" kind="primary" disabled={!change || !rows}>
              {what === 'delete' ? 'Delete' : isMerge ? 'Merge' : 'Rename'}
            </Button>
          </div>
        </form>
      )}
    </LabelDialog>
  );
}

function countsInWords({ files, here, entities }: NameCounts): string {
  const more = entities > files + here ? ` (${plural(entities, 'entity', 'entities')})` : '';
  return `${plural(files, 'row')} of the files and ${plural(here, 'row')} labelled here${more}`;
}

const sentenceOf = ({ name, to }: NameChange, isMerge: boolean) =>
  to === undefined ? `Delete ${name}` : isMerge ? `Merge ${name} into ${to}` : `Rename ${name} to ${to}`;

function consequence({ values }: TaskToLabel, { name, to }: NameChange, isMerge: boolean): string {
  if (to !== undefined) return isMerge ? `All of them become ${to}, which there is already.` : `All of them are called ${to} from then on.`;
  if (values === 'names') return `They are without a label from then on.`;
  return values === 'spans' ? `Entities of the type are removed; the rows stay labelled.` : `The rows stay labelled, without ${name}.`;
}
