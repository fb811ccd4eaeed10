import { useEffect, useRef } from 'react';
import { count } from '../../ui/format';
import { SortSign } from '../../ui/Icon';
import { useRowsInSight } from '../../ui/useRowsInSight';
import type { EvaluatedTask, EvaluationView } from '../../workers/protocol';
import { useNarrow } from '../predict/useNarrow';
import { useMistakes } from '../stores';
import { MistakeRow } from './MistakeRow';
import { useFix } from './useFix';

const ROW_HEIGHT = 60;
/** On a phone labels stand under the text. */
const NARROW_HEIGHT = 108;
const OVERSCAN = 20;

type Order = NonNullable<EvaluationView['order']>;
const FIGURES: readonly (readonly [by: Order['by'], title: string, first: Order['first']])[] = [
  ['confidence', 'Confidence', 'least'],
  ['loss', 'Loss', 'most'],
];

/** The rows of the view, all of one height; those in sight are fetched, with many around them. */
export function MistakesTable({ task, view }: { task: EvaluatedTask; view: EvaluationView }) {
  const counts = useMistakes((state) => state.counts);
  const total = counts?.rows ?? 0;
  const rows = useMistakes((state) => state.rows);
  const need = useMistakes((state) => state.need);
  const look = useMistakes((state) => state.look);
  const select = useMistakes((state) => state.select);
  const selected = useMistakes((state) => state.selected?.index);
  const fix = useFix(task.column);
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? NARROW_HEIGHT : ROW_HEIGHT;
  const { from, to, places, startOf, ...all } = useRowsInSight({ count: total, scroller, height, overscan: OVERSCAN });
  useEffect(() => need(from, to), [need, from, to, rows]);
  useEffect(() => {
    if (view) scroller.current?.scrollTo({ top: 0 });
  }, [view]);

  if (!counts) return <p className="p-3 text-muted">Fetching the rows. The worker may be busy with a model.</p>;
  if (total === 0) return <p className="p-3 text-muted">{view.wrong ? 'No mistakes among these rows.' : 'No row matches.'}</p>;
  const numbers = `${1 + 0.6 * Math.max(3, count(task.splits.reduce((sum, split) => sum + split.rows, 0)).length)}rem`;
  const figures = FIGURES.filter(([by]) => by === 'loss' || task.confident);
  const columns = narrow
    ? `${numbers} minmax(0,1fr)`
    : `${numbers} minmax(14rem,1fr) repeat(2,minmax(8rem,14rem)) ${figures.map(() => '6rem').join(' ')}`;
  const sortOf = (by: Order['by']) =>
    view.order?.by !== by ? undefined : view.order.first === 'least' ? ('ascending' as const) : ('descending' as const);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label="Evaluated rows"
      className="max-h-[60vh] overflow-auto"
    >
      <table className="block" aria-rowcount={total + 1} style={{ minWidth: narrow ? undefined : `${38 + 7 * figures.length}rem` }}>
        <thead className={narrow ? 'hidden' : 'sticky top-0 z-10 block border-b border-line bg-sunken text-left text-xs text-muted'}>
          <tr className="grid gap-x-4 px-3 py-1.5" style={{ gridTemplateColumns: columns }}>
            <th className="text-right">Row</th>
            <th>Text</th>
            <th>Actual</th>
            <th>Predicted</th>
            {figures.map(([by, title, first]) => (
              <th key={by} className="text-right" aria-sort={sortOf(by)}>
                <button type="button" className="hover:text-text" onClick={() => look({ order: nextOrder(view.order, by, first) })}>
                  {title}
                  <SortSign sort={sortOf(by)} />
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: all.height }}>
          {places.map((index) => (
            <MistakeRow
              key={index}
              place={index}
              row={rows.at(index)}
              task={task}
              fix={fix}
              narrow={narrow}
              isSelected={selected !== undefined && rows.at(index)?.index === selected}
              layout={{ transform: `translateY(${startOf(index)}px)`, height, gridTemplateColumns: columns }}
              onOpen={select}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The telling end first, then the other one, then as the rows are numbered. */
function nextOrder(order: Order | undefined, by: Order['by'], first: Order['first']): Order | undefined {
  if (order?.by !== by) return { by, first };
  return order.first === first ? { by, first: first === 'most' ? 'least' : 'most' } : undefined;
}
