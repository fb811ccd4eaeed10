import { useId, useMemo, useState } from 'react';
import { changesOf, type Plan, type Planned, planClass, planEntities } from '../../stores/label/alike';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count, plural } from '../../ui/format';
import type { FoundRow, RowSearch, RowToLabel } from '../../workers/protocol';
import { MarkedText } from '../MarkedText';
import { useLabels, useStores } from '../stores';
import type { Alike } from './alikeOf';
import { LabelDialog } from './LabelDialog';
import { useFound } from './useFound';

interface AlikeDialogProps {
  alike: Alike;
  row: RowToLabel;
  onClose(): void;
}

/** Read one by one. */
const MOST_SHOWN = 100;

/** Says what would change before it does: one edit, to be taken back as one. */
export function AlikeDialog({ alike: { task, name, start, end }, row, onClose }: AlikeDialogProps) {
  const isEntity = task.values === 'spans';
  const marks = useLabels((state) => state.marks);
  const { labels } = useStores();
  const { change } = labels.getState();
  const [given, setGiven] = useState(name);
  const [by, setBy] = useState<'text' | 'phrase'>(isEntity ? 'phrase' : 'text');
  const [phrase, setPhrase] = useState(isEntity ? row.text.slice(start, end) : '');
  const [wholeWords, setWholeWords] = useState(true);
  const [matchCase, setMatchCase] = useState(isEntity);
  const [replace, setReplace] = useState(false);
  const id = useId();
  const { column } = task;
  const search = searchOf(by, row, column, { phrase, wholeWords, matchCase });
  const found = useFound(search);
  const plan = useMemo((): Plan | undefined => {
    if (!found) return undefined;
    return isEntity ? planEntities(task, given, found, marks) : planClass(task, given, found, marks, replace);
  }, [found, isEntity, task, given, marks, replace]);
  const added = plan ? plan.changes.reduce((sum, each) => sum + each.added, 0) : 0;
  const thing = (n: number) => (isEntity ? plural(n, 'place') : plural(n, 'row'));
  const apply = () => {
    if (!plan) return;
    const what = `Give ${given} to ${thing(added)}`;
    onClose();
    // Of thousands of rows: the dialog is seen to be gone first.
    setTimeout(() => change({ what, rows: changesOf(plan, column, labels.getState().marks, Date.now()) }));
  };
  return (
    <LabelDialog title={isEntity ? 'Mark the same words everywhere' : 'Label equal texts alike'} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={`${id}name`}>{isEntity ? 'Mark as' : 'Label as'}</label>
          <select id={`${id}name`} className={`${controlLook} max-w-56`} value={given} onChange={({ target }) => setGiven(target.value)}>
            {task.names.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          {!isEntity && (
            <select
              data-first
              aria-label="Which rows"
              className={controlLook}
              value={by}
              onChange={({ target }) => setBy(target.value as 'text' | 'phrase')}
            >
              <option value="text">rows with the same text as this one</option>
              <option value="phrase">rows that contain…</option>
            </select>
          )}
          {by === 'phrase' && (
            <input
              data-first={isEntity ? true : undefined}
              aria-label="Words to find"
              dir="auto"
              className={`${controlLook} min-w-40 flex-1`}
              value={phrase}
              placeholder="words of the texts"
              onChange={({ target }) => setPhrase(target.value)}
            />
          )}
        </div>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {by === 'phrase' && <Check text="Whole words" checked={wholeWords} onChange={setWholeWords} />}
          {by === 'phrase' && <Check text="Upper and lower case as typed" checked={matchCase} onChange={setMatchCase} />}
          {task.values === 'names' && <Check text="Also rows of another class" checked={replace} onChange={setReplace} />}
        </div>
        {by === 'phrase' && phrase.trim() === '' && <p className="text-muted">Type the words that the rows have in common.</p>}
        {search && !plan && <p className="text-muted">Looking through all rows…</p>}
        {plan && <PlanView plan={plan} name={given} isEntity={isEntity} added={added} />}
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={added === 0}>
            {plan && added === 0 ? 'Nothing to change' : `Give ${given}${plan ? ` to ${thing(added)}` : ''}`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </LabelDialog>
  );
}

function searchOf(
  by: 'text' | 'phrase',
  { text, other }: RowToLabel,
  column: string,
  sought: { phrase: string; wholeWords: boolean; matchCase: boolean },
): RowSearch | undefined {
  if (by === 'text') return { by, column, text, ...(other === undefined ? {} : { other }) };
  return sought.phrase.trim() === '' ? undefined : { by, column, ...sought };
}

function Check({ text, checked, onChange }: { text: string; checked: boolean; onChange(checked: boolean): void }) {
  return (
    <label className="flex items-center gap-1.5">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      {text}
    </label>
  );
}

function PlanView({ plan, name, isEntity, added }: { plan: Plan; name: string; isEntity: boolean; added: number }) {
  const { changes, already, leftOut } = plan;
  const first = isEntity ? changes.filter(({ isFirst }) => isFirst).length : 0;
  return (
    <>
      <p role="status">
        {isEntity
          ? `${plural(added, 'place')} in ${plural(changes.length, 'row')} will be marked as ${name}`
          : `${plural(changes.length, 'row')} will get ${name}`}
        {already > 0 && `; ${count(already)} ${already === 1 ? 'has' : 'have'} it already`}
        {leftOut.length > 0 && `; ${count(leftOut.length)} ${leftOut.length === 1 ? 'is' : 'are'} left out`}.
      </p>
      {first > 0 && (
        <p className="text-warn">
          {plural(first, 'row has', 'rows have')} no entities yet. They count as labelled from then on: whatever else is in them is taken
          for no entity until you mark it.
        </p>
      )}
      {changes.length > 0 && (
        <Rows
          title="Will change"
          rows={changes}
          textOf={({ row, added: places }) => ({ row, aside: places > 1 ? `${places} places` : '' })}
        />
      )}
      {leftOut.length > 0 && <Rows title="Left out" rows={leftOut} textOf={({ row, why }) => ({ row, aside: why })} />}
    </>
  );
}

interface RowsProps<T> {
  title: string;
  rows: T[];
  textOf(row: T): { row: FoundRow; aside: string };
}

function Rows<T extends Planned | Plan['leftOut'][number]>({ title, rows, textOf }: RowsProps<T>) {
  const more = rows.length - MOST_SHOWN;
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h3 className="font-semibold">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
      <ul tabIndex={0} className="max-h-52 divide-y divide-line overflow-auto rounded-md border border-line">
        {rows.slice(0, MOST_SHOWN).map((each, i) => {
          const { row, aside } = textOf(each);
          return (
            <li key={`${row.key} ${i}`} className="flex items-baseline gap-3 px-2 py-1">
              <span className="text-xs text-muted tabular-nums">{count(row.index + 1)}</span>
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {row.from > 0 && '…'}
                <MarkedText text={row.excerpt} marks={marksIn(row)} showLabels={false} />
              </span>
              {aside && <span className="max-w-64 text-xs text-muted">{aside}</span>}
            </li>
          );
        })}
      </ul>
      {more > 0 && <p className="text-xs text-muted">and {plural(more, 'more row')}</p>}
    </section>
  );
}

/** What was found in the excerpt, as it is looked for here: by no type. */
const marksIn = ({ found, from, excerpt }: FoundRow) =>
  found
    .map(({ start, end }) => ({ start: start - from, end: end - from, label: 'found' }))
    .filter(({ start, end }) => start >= 0 && end <= excerpt.length);
