import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef } from 'react';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { count } from '../../ui/format';
import { useRowsInSight } from '../../ui/useRowsInSight';
import { useLabels, useStores, useSuggested } from '../stores';
import { ListedLabels, ListedText } from './ListedRow';
import { useSuggesting, useSuggestionsInSight } from './useSuggestions';

/** As it is drawn: a row of another height has those below it placed anew. */
const ROW_HEIGHT = 31;
const OVERSCAN = 12;

interface RowListProps {
  tasks: TaskToLabel[];
  /** Whose entities are marked in the texts. */
  spans: TaskToLabel | undefined;
  /** The row that is looked at, in full. */
  children: ReactNode;
}

/** Many rows, a line each, save the one that is looked at. Those in sight are fetched. */
export function RowList({ tasks, spans, children }: RowListProps) {
  const { labels } = useStores();
  const total = useLabels((state) => state.keys.length);
  const rows = useLabels((state) => state.rows);
  const marks = useLabels((state) => state.marks);
  const order = useLabels((state) => state.order);
  const position = useLabels((state) => state.position);
  const need = useLabels((state) => state.need);
  const predictions = useLabels((state) => state.predictions);
  const suggestions = useSuggested((state) => state.suggestions);
  const suggesting = useSuggesting();
  const scroller = useRef<HTMLDivElement>(null);
  const rowAt = (place: number) => order?.rows[place] ?? place;
  const placeOf = useCallback((row: number) => order?.places[row] ?? row, [order]);
  const { from, to, places, startOf, height, measure, scrollTo } = useRowsInSight({
    count: total,
    scroller,
    height: ROW_HEIGHT,
    overscan: OVERSCAN,
    placeOf,
  });
  const current = placeOf(position);
  useEffect(() => need(from, to), [need, from, to, order, rows]);
  const scrollToCurrent = useEffectEvent(scrollTo);
  const inSight = places.map(rowAt);
  useSuggestionsInSight(inSight.filter((index) => rows.has(index)));
  // Once there are rows, too.
  useEffect(() => {
    if (total > 0) scrollToCurrent(current);
  }, [current, total]);

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label="Rows to label"
      className="-mx-3 -mt-3 h-[55vh] min-h-64 overflow-auto border-b border-line"
    >
      <ol className="relative" style={{ height }}>
        {inSight.map((index, i) => {
          const place = from + i;
          const row = rows.get(index);
          const isCurrent = place === current;
          const suggested = { suggesting, prediction: row && predictions.get(row.key), suggested: suggestions.get(index) };
          return (
            <li
              key={index}
              ref={measure}
              data-row={index}
              aria-current={isCurrent}
              aria-posinset={place + 1}
              aria-setsize={total}
              className={`absolute grid w-full grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 border-b border-line px-3 py-1 sm:grid-cols-[auto_minmax(0,1fr)_auto] ${isCurrent ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
              style={{ transform: `translateY(${startOf(place)}px)` }}
            >
              <button
                type="button"
                // All of the row is its target.
                className="min-w-8 text-right text-xs leading-6 text-muted tabular-nums before:absolute before:inset-0"
                tabIndex={-1}
                hidden={isCurrent}
                onClick={() => labels.getState().go(index)}
              >
                <span className="sr-only">Row </span>
                {count(index + 1)}
              </button>
              {isCurrent && <strong className="min-w-8 text-right text-xs leading-6 tabular-nums">{count(index + 1)}</strong>}
              {isCurrent ? (
                children
              ) : row ? (
                <ListedText row={row} marks={marks.get(row.key)} spans={spans} {...suggested} />
              ) : (
                <span className="text-muted">…</span>
              )}
              {row && <ListedLabels row={row} marks={marks.get(row.key)} tasks={tasks} {...suggested} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
