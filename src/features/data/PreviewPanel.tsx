import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { DatasetRow, SplitName } from '../../workers/protocol';
import { type Mark, MarkedText } from '../MarkedText';
import { useData } from '../stores';

const SPLITS: [SplitName, string][] = [
  ['train', 'Train'],
  ['validation', 'Validation'],
];
const ROW_HEIGHT = 44;

/** The rows of a split, with class and entities; only those in sight are fetched. */
export function PreviewPanel() {
  const { info, split, setSplit } = useData((state) => state);
  const aside = info && (
    <fieldset className="flex rounded-md border border-line-strong p-0.5">
      <legend className="sr-only">Which rows to show</legend>
      {SPLITS.map(([name, title]) => (
        <label
          key={name}
          className={`cursor-pointer rounded px-2.5 py-0.5 has-focus-visible:outline-2 has-focus-visible:outline-accent ${split === name ? 'bg-accent-soft font-medium' : 'text-muted'}`}
        >
          <input type="radio" name="split" className="sr-only" checked={split === name} onChange={() => setSplit(name)} />
          {title} <span className="tabular-nums">{count(info.summary.rows[name])}</span>
        </label>
      ))}
    </fieldset>
  );
  return (
    <Panel title="Rows" aside={aside} className="min-h-64">
      {info ? (
        <Rows key={`${info.dataset} ${split}`} total={info.summary.rows[split]} />
      ) : (
        <p className="p-3 text-muted">Load the sample or open a file: its sentences, classes and entities appear here.</p>
      )}
    </Panel>
  );
}

function Rows({ total }: { total: number }) {
  const { rows, need } = useData((state) => state);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 8 });
  const items = virtual.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, (items.at(-1)?.index ?? 0) + 1];
  useEffect(() => need(from, to), [need, from, to]);
  if (total === 0) return <p className="p-3 text-muted">There is no row in this split.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section ref={scroller} tabIndex={0} aria-label="Rows of the split" className="max-h-[75vh] overflow-auto">
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <li
            key={index}
            ref={virtual.measureElement}
            data-index={index}
            className="absolute grid w-full grid-cols-[3.5rem_7rem_minmax(0,1fr)] gap-3 border-b border-line px-3 py-2"
            style={{ transform: `translateY(${start}px)` }}
          >
            <span className="text-right text-muted tabular-nums">{count(index + 1)}</span>
            <RowLabel row={rows.get(index)} />
            <RowText row={rows.get(index)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RowLabel({ row }: { row: DatasetRow | undefined }) {
  if (!row) return <span />;
  if (row.label === undefined) return <span className="text-muted italic">no class</span>;
  return (
    <span className="truncate" title={row.label}>
      {row.label}
    </span>
  );
}

function RowText({ row }: { row: DatasetRow | undefined }) {
  if (!row) return <span className="text-muted">…</span>;
  return (
    <p className="min-w-0 break-words">
      <MarkedText text={row.text} marks={entityMarks(row)} showLabels />
      {!row.tags && <span className="ml-2 text-xs text-muted italic">no tags</span>}
    </p>
  );
}

/** Stretches of words that make one entity. */
function entityMarks({ words = new Uint32Array(), tags = [] }: DatasetRow): Mark[] {
  const marks: Mark[] = [];
  for (const [i, tag] of tags.entries()) {
    if (tag === 'O') continue;
    const label = tag.slice(2);
    const last = marks.at(-1);
    const continues = tag.startsWith('I-') && (tags[i - 1] ?? 'O').slice(2) === label;
    if (continues && last) last.end = words[2 * i + 1];
    else marks.push({ label, start: words[2 * i], end: words[2 * i + 1] });
  }
  return marks;
}
