import { type ReactNode, useMemo, useRef } from 'react';
import { SortSign } from '../../ui/Icon';
import { Panel } from '../../ui/Panel';
import { useKinds, usePredict, useTrain } from '../stores';
import { bestIn, columnsOf, type RunColumn } from './runColumns';
import { differences } from './runDifferences';
import { RemovedRuns, UndoRemoval } from './runs/RemovedRuns';
import { RunListTools } from './runs/RunListTools';
import { RunRow } from './runs/RunRow';
import { chosenRuns, columnKey, groupsOf, sortedRuns } from './runs/runGroups';
import { UnreadableRuns } from './runs/UnreadableRuns';

/** Columns of metrics at most. */
const MOST_COLUMNS = 4;

/** Runs that were kept, by the rows that they learned from: what was set for each, and what came of it. */
export function RunList() {
  const runs = useTrain((state) => state.runs);
  const hasOthers = useTrain(({ removedRuns, unreadableRuns }) => removedRuns.length + unreadableRuns.length > 0);
  const view = useTrain((state) => state.runsView);
  const kinds = useKinds((state) => state.kinds);
  const isSaving = useTrain(({ saying }) => saying > 0);
  const answering = usePredict(({ run }) => run?.id);
  const heading = useRef<HTMLHeadingElement>(null);
  const settings = useMemo(() => new Map(runs.map((run) => [run.id, differences(run, kinds)])), [runs, kinds]);
  if (runs.length === 0 && !hasOthers) return null;
  const all = columnsOf(runs, kinds);
  const [columns, others] = [all.slice(0, MOST_COLUMNS), all.slice(MOST_COLUMNS)];
  const listed = chosenRuns(runs, view, ({ id, recipe, dataset, model, status }) =>
    [...(settings.get(id) ?? []), recipe?.title, dataset?.name, model, status].join(' '),
  );
  const groups = groupsOf(listed);
  const width = columns.length + (others.length > 0 ? 3 : 2);
  return (
    <Panel title="Runs" heading={heading} aside={<span className="text-xs text-muted">metrics on validation rows</span>}>
      <UndoRemoval heading={heading} />
      {runs.length > 1 && <RunListTools listed={listed.length} all={runs.length} />}
      {runs.length > 0 && (
        <div className="relative overflow-x-auto" aria-busy={isSaving}>
          <table className="w-full text-left text-sm">
            <thead className="border-b border-line text-xs text-muted">
              <tr>
                <Header sorts={['name', 'started']}>
                  <SortBy sort="name">Run</SortBy> · <SortBy sort="started">started</SortBy>
                </Header>
                {columns.map((column) => (
                  <Header key={columnKey(column)} right sorts={[columnKey(column)]}>
                    <SortBy sort={columnKey(column)} lowFirst={column.spec.better === 'lower'}>
                      {title(column)}
                    </SortBy>
                  </Header>
                ))}
                {others.length > 0 && (
                  <Header right>
                    <span title={`Not shown: ${others.map(title).join(', ')}`}>…</span>
                  </Header>
                )}
                <Header right sorts={['epochs']}>
                  <SortBy sort="epochs">Epochs</SortBy>
                </Header>
              </tr>
            </thead>
            {groups.map((group) => {
              const best = new Map(columns.map((column) => [columnKey(column), bestIn(group.runs, column)]));
              return (
                <tbody key={group.key} className="divide-y divide-line">
                  <tr className="border-t border-line bg-sunken">
                    <th scope="rowgroup" colSpan={width} className="px-3 py-1 text-xs font-normal text-muted">
                      <span dir="auto" className="font-semibold text-text">
                        {group.title}
                      </span>{' '}
                      · {group.detail}
                    </th>
                  </tr>
                  {sortedRuns(group.runs, view, columns).map((run) => (
                    <RunRow
                      key={run.id}
                      run={run}
                      columns={columns}
                      best={best}
                      hasMore={others.length > 0}
                      settings={settings.get(run.id) ?? []}
                      inUse={run.id === answering}
                    />
                  ))}
                </tbody>
              );
            })}
          </table>
        </div>
      )}
      {listed.length === 0 && runs.length > 0 && <p className="px-3 py-2 text-muted">No run has all of these words.</p>}
      <UnreadableRuns />
      <RemovedRuns />
    </Panel>
  );
}

const title = ({ task, spec }: RunColumn) => `${task} · ${spec.name}`;

/** @param sorts what its buttons sort by */
function Header({ right = false, sorts = [], children }: { right?: boolean; sorts?: string[]; children: ReactNode }) {
  const { sort, descending } = useTrain((state) => state.runsView);
  const order = !sorts.includes(sort) ? undefined : descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      aria-sort={order}
      className={`min-w-20 max-w-36 px-3 py-1.5 align-bottom font-normal last:max-w-none ${right ? 'text-right' : ''}`}
    >
      {children}
    </th>
  );
}

interface SortByProps {
  sort: string;
  /** Where low values are good. Default: names alone begin with the first. */
  lowFirst?: boolean;
  children: ReactNode;
}

/** Sorts by this; pressed again, the other way round. */
function SortBy({ sort, lowFirst = sort === 'name', children }: SortByProps) {
  const view = useTrain((state) => state.runsView);
  const setRunsView = useTrain((state) => state.setRunsView);
  const isOn = view.sort === sort;
  return (
    <button
      type="button"
      className={`min-h-[24px] hover:text-text hover:underline ${isOn ? 'font-medium text-text' : ''}`}
      onClick={() => setRunsView({ sort, descending: isOn ? !view.descending : !lowFirst })}
    >
      {children}
      <SortSign sort={!isOn ? undefined : view.descending ? 'descending' : 'ascending'} />
    </button>
  );
}
