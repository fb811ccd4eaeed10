import type { ColumnSummary } from '../../data/describe';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { Panel } from '../../ui/Panel';
import type { DatasetInfo } from '../../workers/protocol';
import { useData } from '../stores';
import { renameLabel } from './corrections';
import { LabelTable } from './LabelTable';
import { figure, sum } from './taskWords';

/** Drawn at once: each has a table. */
const MOST_TASKS = 20;

/** What each task's labels are, with their counts. Names of a file can be renamed, joined and left out. */
export function LabelsPanel({ info }: { info: DatasetInfo }) {
  const options = useData((state) => state.options);
  const correct = useData((state) => state.correct);
  const loading = useData((state) => state.loading);
  const editable = info.format !== undefined && info.columns.some(isNamed);
  const changed = Object.keys(options.rename ?? {}).length > 0;
  const reset = changed && (
    <Button kind="quiet" className="h-7" onClick={() => void correct({ ...options, rename: undefined })}>
      Reset names
    </Button>
  );
  return (
    <Panel title="Labels" aside={reset}>
      <fieldset disabled={loading} className="min-w-0 divide-y divide-line">
        <legend className="sr-only">Labels of each task</legend>
        <LongList items={info.summary.columns} nameOf={({ name }) => name} thing="task" most={MOST_TASKS}>
          {(shown) =>
            shown.map((summary) => {
              const column = info.columns.find(({ task }) => task === summary.name);
              const rename =
                info.format !== undefined && column && isNamed(column)
                  ? (from: string, to: string | null) => void correct(renameLabel(options, column.name, from, to))
                  : undefined;
              return (
                <section key={summary.name} aria-label={`Labels of ${summary.name}`} className="flex flex-col gap-1 p-3">
                  <TaskLabels summary={summary} rows={sum(info.summary.rows)} tested={info.summary.rows.test > 0} onRename={rename} />
                </section>
              );
            })
          }
        </LongList>
      </fieldset>
      {info.summary.columns.length === 0 && <p className="p-3 text-muted">No row has a label that a task learns from.</p>}
      {editable && (
        <p className="border-t border-line px-3 py-2 text-xs text-muted">
          Click a name to change it. Two labels with one name become one. A label that is left out is unknown: it counts in no loss and no
          metric.
        </p>
      )}
    </Panel>
  );
}

/** Numbers and answers have no names of their own. */
const isNamed = ({ values }: { values: ColumnSummary['values'] }) => values !== 'numbers' && values !== 'answers';

interface TaskLabelsProps {
  summary: ColumnSummary;
  rows: number;
  /** Whether there are test rows. */
  tested: boolean;
  onRename?: (from: string, to: string | null) => void;
}

function TaskLabels({ summary, rows, tested, onRename }: TaskLabelsProps) {
  const { name, values, names, numbers, labelled } = summary;
  const entries = values === 'answers' ? [] : Object.entries(names);
  const unlabelled = rows - sum(labelled);
  return (
    <>
      {numbers ? (
        <>
          <h3 className="text-xs font-semibold">{name}</h3>
          <dl className="flex flex-wrap gap-x-3 gap-y-1 tabular-nums">
            {(['min', 'median', 'mean', 'max'] as const).map((each) => (
              <div key={each} className="flex gap-1.5">
                <dt className="text-muted">{each}</dt>
                <dd>{figure(numbers[each])}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : entries.length > 0 ? (
        <LabelTable title={name} entries={entries} tested={tested} coloured={values === 'spans'} onRename={onRename} />
      ) : (
        <>
          <h3 className="text-xs font-semibold">{name}</h3>
          <p className="text-muted">{`${plural(sum(labelled), 'row')} with ${values === 'answers' ? 'answers' : 'labels'}`}</p>
        </>
      )}
      {unlabelled > 0 && (
        <p className="text-xs text-muted">
          {count(unlabelled)} of {plural(rows, 'row')} without a label
        </p>
      )}
    </>
  );
}
