import { useId, useState } from 'react';
import type { LabelTask } from '../../project/labels';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { Panel } from '../../ui/Panel';
import { useData, useLabels } from '../stores';

type Values = LabelTask['values'];

/** What each text gets, the name that it could have, and names as examples. */
const KINDS: Record<Values, { title: string; name: string; names?: string }> = {
  names: { title: 'One class per text', name: 'topic', names: 'positive, negative, neutral' },
  lists: { title: 'Any number of classes per text', name: 'topics', names: 'price, delivery, quality' },
  spans: { title: 'Entities: stretches of the text', name: 'entities', names: 'person, place, product' },
  numbers: { title: 'A score: a number per text', name: 'score' },
  answers: { title: 'The answer to its question: a stretch of the text', name: 'answers' },
};
/** Of two texts per row. */
const PAIRS: Partial<typeof KINDS> = { numbers: { title: 'How alike its two texts are: a number', name: 'similarity' } };

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
  const [range, setRange] = useState(['0', '1']);
  const isPairs = useLabels((state) => state.rows.get(state.position)?.other !== undefined);
  const kindOf = (kind: Values) => (isPairs ? PAIRS[kind] : undefined) ?? KINDS[kind];
  const kinds = (Object.keys(KINDS) as Values[]).filter((kind) => kind !== 'answers' || isPairs);
  const id = useId();
  const column = typed.trim();
  const list = [...new Set(names.split(/[,\n]/).map((each) => each.trim()))].filter((each) => each !== '');
  const [lowest, highest] = range.map((each) => (each.trim() === '' ? Number.NaN : Number(each.replace(',', '.'))));
  const rangeProblem = values === 'numbers' && !(lowest < highest) ? 'Write two numbers, the lower one first.' : undefined;
  const problem = problemOf(column, [...tasks, ...columns.map(({ name, task }) => ({ column: name, task }))]);
  const add = () => {
    const named = kindOf(values).names !== undefined;
    const task: LabelTask = {
      column,
      values,
      names: named ? list : [],
      ...(values === 'numbers' ? { range: [lowest, highest] } : {}),
    };
    setTasks([...made, task], `Add the task ${column}`);
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
          if (!problem && !rangeProblem && column !== '') add();
        }}
      >
        <label htmlFor={`${id}kind`}>What each text gets</label>
        <select id={`${id}kind`} className={controlLook} value={values} onChange={({ target }) => setValues(target.value as Values)}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindOf(kind).title}
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
          placeholder={kindOf(values).name}
          onChange={({ target }) => setTyped(target.value)}
        />
        {problem && <p className="text-xs text-bad">{problem}</p>}
        {kindOf(values).names !== undefined && (
          <>
            <label htmlFor={`${id}names`}>{values === 'spans' ? 'Types' : 'Classes'}, separated by commas; more can be added later</label>
            <textarea
              id={`${id}names`}
              dir="auto"
              rows={2}
              className={`${controlLook} h-auto py-1`}
              value={names}
              placeholder={kindOf(values).names}
              onChange={({ target }) => setNames(target.value)}
            />
          </>
        )}
        {values === 'numbers' && (
          <fieldset className="flex flex-wrap items-center gap-2" aria-describedby={`${id}range`}>
            <legend className="sr-only">Range of the score</legend>
            {['from', 'to'].map((end, i) => (
              <label key={end} className="flex items-center gap-2">
                {end}
                <input
                  className={`${controlLook} w-20 tabular-nums`}
                  inputMode="decimal"
                  value={range[i]}
                  aria-invalid={rangeProblem !== undefined}
                  onChange={({ target }) => setRange(range.with(i, target.value))}
                />
              </label>
            ))}
            <span id={`${id}range`} className={`text-xs ${rangeProblem ? 'text-bad' : 'text-muted'}`}>
              {rangeProblem ?? 'Numbers outside it are pointed out, not refused.'}
            </span>
          </fieldset>
        )}
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={column === '' || problem !== undefined || rangeProblem !== undefined}>
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
