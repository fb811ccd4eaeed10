import { useId } from 'react';
import { controlLook } from '../../ui/Field';
import { count, plural } from '../../ui/format';
import { LongSelect, MOST_CHOICES } from '../../ui/LongSelect';
import type { PredictionCounts, PredictionSetInfo, PredictionView } from '../../workers/protocol';
import { usePredictionFile } from '../stores';
import { Threshold } from './Threshold';

/** Which rows are shown, in which order, and below which confidence an answer is unsure. */
export function FileView({ set }: { set: PredictionSetInfo }) {
  const view = usePredictionFile((state) => state.view);
  const counts = usePredictionFile((state) => state.counts);
  const look = usePredictionFile((state) => state.look);
  const saved = usePredictionFile((state) => state.saved);
  // While it grows, the number would be read out again and again.
  const isRunning = usePredictionFile((state) => state.running !== undefined);
  const confident = set.tasks.filter((task) => task.confident);
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {confident.length > 0 && (
          <label className="flex min-w-0 items-center gap-2">
            <span className="text-muted">Order</span>
            <select
              className={`${controlLook} min-w-0`}
              value={JSON.stringify(view.order ?? null)}
              onChange={({ target }) => look({ order: (JSON.parse(target.value) as PredictionView['order'] | null) ?? undefined })}
            >
              <option value="null">as in the file</option>
              {confident.flatMap(({ name }) =>
                (['least', 'most'] as const).map((first) => (
                  <option key={`${name} ${first}`} value={JSON.stringify({ task: name, first })}>
                    {confident.length > 1 && `${name}: `}
                    {first} sure first
                  </option>
                )),
              )}
            </select>
          </label>
        )}
        {counts && <LabelFilter set={set} counts={counts} />}
        <span role={isRunning ? undefined : 'status'} className="ml-auto text-muted tabular-nums">
          {counts
            ? counts.rows === counts.done
              ? plural(counts.done, 'row')
              : `${count(counts.rows)} of ${plural(counts.done, 'row')}`
            : '…'}
        </span>
      </div>
      {confident.length > 0 && <Threshold unsure={counts?.unsure ?? 0} />}
      {saved && saved.notes.length > 0 && (
        <div role="status" className="text-muted">
          <p>{saved.name} was saved. What to know about it:</p>
          <ul className="list-disc pl-5">
            {saved.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function LabelFilter({ set, counts }: { set: PredictionSetInfo; counts: PredictionCounts }) {
  const view = usePredictionFile((state) => state.view);
  const look = usePredictionFile((state) => state.look);
  const id = useId();
  const groups = set.tasks.flatMap(({ name: task, values }, t) => {
    const { names, none } = counts.tasks[t];
    const options = names.map(([name, rows]) => ({ value: JSON.stringify({ task, name }), title: `${name} (${count(rows)})` }));
    if (none > 0)
      options.push({ value: JSON.stringify({ task }), title: `${values === 'answers' ? 'no answer' : 'none'} (${count(none)})` });
    return options.length > 0 ? [{ task, options }] : [];
  });
  const value = JSON.stringify(view.label ?? null);
  // A choice stays to be seen while it has no rows.
  const isListed = view.label === undefined || groups.some(({ options }) => options.some((option) => option.value === value));
  const show = (chosen: string) => look({ label: (JSON.parse(chosen) as PredictionView['label'] | null) ?? undefined });
  const listed = groups.flatMap(({ task, options }) =>
    options.map((option) => [option.value, groups.length > 1 ? `${task}: ${option.title}` : option.title] as const),
  );
  if (listed.length > MOST_CHOICES) {
    const kept = isListed ? [] : [[value, `${view.label?.name ?? 'none'} (0)`] as const];
    return (
      <div className="flex min-w-0 items-center gap-2">
        <label htmlFor={id} className="text-muted">
          Show
        </label>
        <LongSelect id={id} look="w-56 min-w-0" choices={[['null', 'all rows'], ...kept, ...listed]} value={value} onChange={show} />
      </div>
    );
  }
  return (
    <label className="flex min-w-0 items-center gap-2">
      <span className="text-muted">Show</span>
      <select className={`${controlLook} max-w-56 min-w-0`} value={value} onChange={({ target }) => show(target.value)}>
        <option value="null">all rows</option>
        {!isListed && <option value={value}>{view.label?.name ?? 'none'} (0)</option>}
        {groups.map(({ task, options }) => (
          <optgroup key={task} label={task}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
