import { useId, useState } from 'react';
import type { LabelTask } from '../../project/labels';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { Panel } from '../../ui/Panel';
import { useData, useLabels } from '../stores';

const KINDS: readonly (readonly [LabelTask['values'], string, string])[] = [
  ['names', 'One class per text', 'positive, negative, neutral'],
  ['lists', 'Any number of classes per text', 'price, delivery, quality'],
  ['spans', 'Entities: stretches of the text', 'person, place, product'],
];

/** Names that are something else wherever tasks are named. */
const RESERVED = ['encoder', 'mean', 'text'];

/** A task of a person's own: what it is called, of what kind, and its names. */
export function TaskMaker({ tasks }: { tasks: TaskToLabel[] }) {
  const columns = useData(({ info }) => info?.columns) ?? [];
  const made = useLabels((state) => state.tasks);
  const setTasks = useLabels((state) => state.setTasks);
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState<LabelTask['values']>('names');
  const [typed, setTyped] = useState('');
  const [names, setNames] = useState('');
  const id = useId();
  const column = typed.trim();
  const list = [...new Set(names.split(/[,\n]/).map((each) => each.trim()))].filter((each) => each !== '');
  const problem = problemOf(column, [...tasks, ...columns.map(({ name, task }) => ({ column: name, task }))]);
  const add = () => {
    setTasks([...made, { column, values, names: list }], `Add the task ${column}`);
    setTyped('');
    setNames('');
    setOpen(false);
  };
  if (!open && tasks.length > 0) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>New task…</Button>
      </div>
    );
  }
  return (
    <Panel title="New task">
      <form
        className="flex flex-col gap-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem && column !== '') add();
        }}
      >
        <label htmlFor={`${id}kind`}>What each text gets</label>
        <select
          id={`${id}kind`}
          className={controlLook}
          value={values}
          onChange={({ target }) => setValues(target.value as LabelTask['values'])}
        >
          {KINDS.map(([kind, title]) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}name`}>Name of the task</label>
        <input
          id={`${id}name`}
          dir="auto"
          className={controlLook}
          value={typed}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          placeholder={values === 'spans' ? 'entities' : 'topic'}
          onChange={({ target }) => setTyped(target.value)}
        />
        {problem && <p className="text-xs text-bad">{problem}</p>}
        <label htmlFor={`${id}names`}>{values === 'spans' ? 'Types' : 'Classes'}, separated by commas; more can be added later</label>
        <textarea
          id={`${id}names`}
          dir="auto"
          rows={2}
          className={`${controlLook} h-auto py-1`}
          value={names}
          placeholder={KINDS.find(([kind]) => kind === values)?.[2]}
          onChange={({ target }) => setNames(target.value)}
        />
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={column === '' || problem !== undefined}>
            Add
          </Button>
          {tasks.length > 0 && <Button onClick={() => setOpen(false)}>Cancel</Button>}
        </div>
      </form>
    </Panel>
  );
}

function problemOf(column: string, tasks: { column: string; task?: string }[]): string | undefined {
  if (RESERVED.includes(column)) return `“${column}” is a reserved name. Choose another one.`;
  const taken = tasks.some((task) => task.column === column || task.task === column);
  return taken ? `There is a task called “${column}” already.` : undefined;
}
