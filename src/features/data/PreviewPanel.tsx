import { useEffect, useRef } from 'react';
import type { SplitName } from '../../data/dataset';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import { useRowsInSight } from '../../ui/useRowsInSight';
import { useData } from '../stores';
import { RowContent } from './RowContent';

const SPLITS: [split: SplitName, title: string][] = [
  ['train', 'Train'],
  ['validation', 'Validation'],
  ['test', 'Test'],
];
const ROW_HEIGHT = 64;

/** The rows of a split with their labels; only those in sight are fetched. */
export function PreviewPanel() {
  const info = useData((state) => state.info);
  const split = useData((state) => state.split);
  const setSplit = useData((state) => state.setSplit);
  const aside = info && (
    <Segments
      legend="Which rows to show"
      name="split"
      choices={SPLITS.map(([name, title]) => [name, `${title} ${count(info.summary.rows[name])}`] as const)}
      value={split}
      onChange={setSplit}
    />
  );
  return (
    <Panel title="Rows" aside={aside} className="min-h-64">
      {info ? (
        <Rows key={`${info.dataset} ${split}`} total={info.summary.rows[split]} tasks={Object.keys(info.tasks)} />
      ) : (
        <p className="p-3 text-muted">Load the sample or open a file: its texts and their labels appear here.</p>
      )}
    </Panel>
  );
}

function Rows({ total, tasks }: { total: number; tasks: string[] }) {
  const rows = useData((state) => state.rows);
  const need = useData((state) => state.need);
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to, places, startOf, height, measure } = useRowsInSight({ count: total, scroller, height: ROW_HEIGHT, overscan: 8 });
  useEffect(() => need(from, to), [need, from, to]);
  if (total === 0) return <p className="p-3 text-muted">This split has no rows.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section ref={scroller} tabIndex={0} aria-label="Rows of the split" className="max-h-[75vh] overflow-auto">
      <ol className="relative" style={{ height }}>
        {places.map((index) => {
          const row = rows.get(index);
          return (
            <li
              key={index}
              ref={measure}
              data-row={index}
              className="absolute grid w-full grid-cols-[auto_minmax(0,1fr)] gap-3 border-b border-line px-3 py-2"
              style={{ transform: `translateY(${startOf(index)}px)` }}
            >
              <span className="min-w-7 text-right text-muted tabular-nums">{count(index + 1)}</span>
              {row ? <RowContent row={row} tasks={tasks} /> : <span className="text-muted">…</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
