import { useMemo, useState } from 'react';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { ComparedColumn } from '../../workers/protocol';
import { useLabels, useSecond } from '../stores';
import { Choice } from './Choice';
import { DecisionList } from './DecisionList';
import { kindOf, kindsOf } from './disagreementKinds';
import { GoThrough } from './GoThrough';
import { NameTable } from './NameTable';
import { UndoButton } from './UndoButton';
import { useFix } from './useFix';

const ANY = '';

/** Rows on which both disagree, and what is decided of them: one by one, or all of a kind. */
export function Disagreements({ of }: { of: ComparedColumn }) {
  const { column, values, disagreements, names } = of;
  const labelAll = useLabels((state) => state.labelAll);
  const at = useSecond((state) => state.at);
  const fix = useFix(column);
  const [kind, setKind] = useState(ANY);
  const kinds = useMemo(() => kindsOf(disagreements), [disagreements]);
  const shown = useMemo(() => (kind === ANY ? disagreements : disagreements.filter((row) => kindOf(row) === kind)), [disagreements, kind]);
  const rows = useMemo(
    () => shown.map(({ mine, theirs, ...row }) => ({ ...row, sides: [['mine', mine] as const, ['theirs', theirs] as const] })),
    [shown],
  );
  const open = useMemo(() => shown.filter(({ key }) => fix.since(key, at) === undefined), [shown, fix, at]);
  const take = (whose: 'mine' | 'theirs') =>
    labelAll(
      open.map((row) => [row, [[column, row[whose]]]]),
      `Take ${whose === 'mine' ? 'my' : 'their'} ${column} in ${plural(open.length, 'row')}`,
    );
  if (disagreements.length === 0) {
    return (
      <Panel title={`Disagreements in ${column}`}>
        <p className="p-3">{of.rows > 0 ? 'Both say the same of every row.' : 'No row has a label of both.'}</p>
      </Panel>
    );
  }
  return (
    <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <Panel
        title={`Disagreements in ${column}`}
        aside={
          <span role="status" className="text-muted tabular-nums">
            {open.length > 0 ? `${count(open.length)} of ${count(rows.length)} to decide` : 'all decided'}
          </span>
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2">
          <Choice
            name="Show"
            value={kind}
            choices={[
              [ANY, `all (${count(disagreements.length)})`],
              ...kinds.map(([one, times]) => [one, `${one} (${count(times)})`] as const),
            ]}
            onChange={setKind}
          />
          {fix.can ? (
            <>
              <span className="flex flex-wrap gap-2">
                <Button className="h-7" disabled={open.length === 0} onClick={() => take('mine')}>
                  Mine for all {count(open.length)}
                </Button>
                <Button className="h-7" disabled={open.length === 0} onClick={() => take('theirs')}>
                  Theirs for all {count(open.length)}
                </Button>
                <GoThrough title={`Disagreements in ${column}`} rows={open} />
              </span>
              <UndoButton />
            </>
          ) : (
            <span className="text-muted">Labels of this column cannot be changed here.</span>
          )}
        </div>
        <DecisionList label={`Rows on which both disagree in ${column}`} {...{ rows, column, values, fix, at }} />
      </Panel>
      {names.length > 0 && (
        <Panel title={`Agreement by ${values === 'spans' ? 'type' : 'name'}`} className="self-start">
          <NameTable of={of} />
        </Panel>
      )}
    </div>
  );
}
