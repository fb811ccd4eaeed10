import { type KeyboardEvent, useState } from 'react';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { controlLook } from '../../ui/Field';
import { useLabels } from '../stores';

interface NameFieldProps {
  id: string;
  task: TaskToLabel;
  onGive(name: string): void;
  /** The field was left by a key. */
  onDone(): void;
}

/** Finds a class or type by a part of its name, or adds the one that was typed. */
export function NameField({ id, task, onGive, onDone }: NameFieldProps) {
  const made = useLabels((state) => state.tasks);
  const setTasks = useLabels((state) => state.setTasks);
  const [typed, setTyped] = useState('');
  const sought = typed.trim();
  const found = sought === '' ? [] : matching(task.names, sought);
  const isNew = sought !== '' && !task.names.includes(sought);

  const add = () => {
    const { column, values } = task;
    const own = made.find((each) => each.column === column) ?? { column, values, names: [] };
    const changed = { ...own, names: [...own.names, sought] };
    const known = made.includes(own);
    setTasks(known ? made.map((each) => (each === own ? changed : each)) : [...made, changed], `Add ${sought}`);
    finish(sought);
  };
  const finish = (name: string) => {
    onGive(name);
    setTyped('');
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setTyped('');
      onDone();
    }
    if (event.key !== 'Enter' || sought === '') return;
    event.preventDefault();
    if (found.length > 0 && !event.shiftKey) finish(found[0]);
    else if (isNew) add();
  };
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
      <input
        id={id}
        type="search"
        dir="auto"
        className={`${controlLook} h-7 w-48`}
        placeholder="Find or add a name"
        aria-label={`Find or add a name for ${task.task}`}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={onKeyDown}
      />
      {found.length > 0 && (
        <span>
          Enter gives <strong dir="auto">{found[0]}</strong>
        </span>
      )}
      {isNew && (
        <button type="button" className="underline hover:text-text" onClick={add}>
          {found.length > 0 ? 'Shift Enter adds' : 'Enter adds'} “<bdi>{sought}</bdi>”
        </button>
      )}
    </div>
  );
}

/** Those that begin with it first. */
function matching(names: string[], sought: string): string[] {
  const lower = sought.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(lower));
  const rank = (name: string) => Number(name.toLowerCase() !== lower) + Number(!name.toLowerCase().startsWith(lower));
  return found.sort((a, b) => rank(a) - rank(b));
}
