import { useEffect, useRef } from 'react';
import { count, plural } from '../../ui/format';
import { SortSign } from '../../ui/Icon';
import { useRowsInSight } from '../../ui/useRowsInSight';
import type { PredictedRow, PredictionSetInfo, PredictionView } from '../../workers/protocol';
import { usePredictionFile, useStores } from '../stores';
import { PredictionRow } from './PredictionRow';
import { useAnswering } from './useAnswering';
import { useNarrow } from './useNarrow';

const ROW_HEIGHT = 60;
/** On a phone answers stand under the text, a line each. */
const [TEXT_LINES, ANSWER_LINE] = [60, 21];
const OVERSCAN = 20;
/** In rem: what the answers of a task take at least, numbers less, and everything else. */
const [TASK_WIDTH, NUMBER_WIDTH, OTHER_WIDTH] = [10, 6, 22];

/** Tasks that have a column. */
const MOST_TASKS = 30;

/** The rows of the view, all of one height, so that any can be jumped to. Those in sight are fetched, with many around them. */
export function PredictionTable({ set }: { set: PredictionSetInfo }) {
  const tasks = set.tasks.slice(0, MOST_TASKS);
  const left = set.tasks.length - tasks.length;
  const { predictionFile } = useStores();
  const total = usePredictionFile((state) => state.counts?.rows ?? 0);
  const rows = usePredictionFile((state) => state.rows);
  const need = usePredictionFile((state) => state.need);
  const view = usePredictionFile((state) => state.view);
  const look = usePredictionFile((state) => state.look);
  const selected = usePredictionFile((state) => state.selected?.row.index);
  const select = usePredictionFile((state) => state.select);
  const answering = useAnswering();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? TEXT_LINES + ANSWER_LINE * tasks.length : ROW_HEIGHT;
  const { from, to, places, startOf, ...all } = useRowsInSight({
    count: total,
    scroller,
    height,
    overscan: OVERSCAN,
    // Where one was when another panel was opened.
    initialOffset: () => predictionFile.getState().scrolled,
  });
  useEffect(() => need(from, to), [need, from, to, rows]);

  const shown = JSON.stringify([view.order, view.label, view.unsure]);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    scroller.current?.scrollTo({ top: 0 });
  }, [shown]);

  if (total === 0) return <p className="p-3 text-muted">{set.done === 0 ? 'Predicting the first texts…' : 'No row matches.'}</p>;
  const numbers = `${1 + 0.6 * Math.max(3, count(set.rows).length)}rem`;
  const widths = tasks.map(({ values }) => (values === 'numbers' ? NUMBER_WIDTH : TASK_WIDTH));
  const columns = narrow
    ? `${numbers} minmax(0,1fr)`
    : `${numbers} minmax(16rem,1fr) ${widths.map((rem) => `minmax(${rem}rem,${1.4 * rem}rem)`).join(' ')}${left > 0 ? ' 10rem' : ''}`;
  // With a gap of 1 between columns.
  const width = narrow ? undefined : `${widths.reduce((sum, rem) => sum + rem + 1, OTHER_WIDTH)}rem`;
  const open = (row: PredictedRow) => answering && void select(answering, row);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label="Texts and their predictions"
      className="max-h-[65vh] overflow-auto"
      onScroll={({ currentTarget }) => predictionFile.setState({ scrolled: currentTarget.scrollTop })}
    >
      <table className="block" aria-rowcount={total + 1} style={{ minWidth: width }}>
        <thead className={narrow ? 'hidden' : 'sticky top-0 z-10 block border-b border-line bg-sunken text-left text-xs text-muted'}>
          <tr className="grid gap-x-4 px-3 py-1.5" style={{ gridTemplateColumns: columns }}>
            <th className="text-right">Row</th>
            <th>Text</th>
            {tasks.map(({ name, confident }) => (
              <th key={name} className="min-w-0 truncate" title={name} aria-sort={sortOf(view.order, name)}>
                {confident ? (
                  <button
                    type="button"
                    className="max-w-full truncate hover:text-text"
                    onClick={() => look({ order: nextOrder(view.order, name) })}
                  >
                    {name}
                    <SortSign sort={sortOf(view.order, name)} />
                  </button>
                ) : (
                  name
                )}
              </th>
            ))}
            {left > 0 && !narrow && <th className="font-normal">and {plural(left, 'more task')}, in the saved file</th>}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: all.height }}>
          {places.map((index) => {
            const row = rows.at(index);
            return (
              <PredictionRow
                key={index}
                place={index}
                row={row}
                tasks={tasks}
                threshold={view.threshold}
                narrow={narrow}
                isSelected={row !== undefined && row.index === selected}
                layout={{ transform: `translateY(${startOf(index)}px)`, height, gridTemplateColumns: columns }}
                onOpen={open}
              />
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function sortOf(order: PredictionView['order'], task: string): 'ascending' | 'descending' | undefined {
  if (order?.task !== task) return undefined;
  return order.first === 'least' ? 'ascending' : 'descending';
}

/** Least sure first, then most sure first, then as in the file. */
function nextOrder(order: PredictionView['order'], task: string): PredictionView['order'] {
  if (order?.task !== task) return { task, first: 'least' };
  return order.first === 'least' ? { task, first: 'most' } : undefined;
}
