import { type KeyboardEvent, useEffect, useRef } from 'react';
import { count } from '../../ui/format';
import { useRowsInSight } from '../../ui/useRowsInSight';
import type { EmbeddingSetInfo } from '../../workers/protocol';
import { useEmbed } from '../stores';
import { AllValues } from './AllValues';

const ROW_HEIGHT = 30;
const ENDS = 3;
const COLUMNS = 'grid-cols-[3.5rem_minmax(8rem,1fr)_3.5rem_minmax(0,auto)]';

/** All rows, of which only those in sight are fetched and drawn. The arrow keys move the selection. */
export function EmbeddingTable({ result }: { result: EmbeddingSetInfo }) {
  const rows = useEmbed((state) => state.rows);
  const selected = useEmbed((state) => state.selected);
  const need = useEmbed((state) => state.need);
  const select = useEmbed((state) => state.select);
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to, places, startOf, height, scrollTo } = useRowsInSight({
    count: result.count,
    scroller,
    height: ROW_HEIGHT,
    overscan: 12,
  });
  useEffect(() => need(from, to), [need, from, to]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(result.count - 1, (selected ?? -Math.sign(step)) + step));
    void select(next);
    scrollTo(next);
  };

  return (
    <div className="flex min-h-0 flex-col">
      <div aria-hidden="true" className={`grid gap-3 border-b border-line bg-sunken px-3 py-1 text-xs text-muted ${COLUMNS}`}>
        <span className="text-right">#</span>
        <span>Sentence</span>
        <span className="text-right">Tokens</span>
        <span className="hidden w-[19.5rem] sm:block">
          First and last {ENDS} of {result.size} values
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a real table cannot hold rows that are not there. */}
      <div
        ref={scroller}
        role="grid"
        aria-label="Embeddings"
        aria-rowcount={result.count}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="overflow-auto"
        style={{ height: Math.min(440, result.count * ROW_HEIGHT + 2) }}
      >
        <div className="relative min-w-full" style={{ height }}>
          {places.map((index) => {
            const row = rows.get(index);
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the grid above.
              // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and moves the selection.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys do the same.
              <div
                key={index}
                role="row"
                aria-rowindex={index + 1}
                aria-selected={index === selected}
                onClick={() => void select(index)}
                className={`absolute grid w-full cursor-pointer items-center gap-3 border-b border-line px-3 ${COLUMNS} ${index === selected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
                style={{ height: ROW_HEIGHT, transform: `translateY(${startOf(index)}px)` }}
              >
                <Cell className="text-right text-muted">{count(index + 1)}</Cell>
                <Cell className="truncate" title={row?.text} dir="auto">
                  {row?.text ?? '…'}
                </Cell>
                <Cell className="text-right text-muted" title={row && `${row.tokens} tokens${row.truncated ? ', cut at the limit' : ''}`}>
                  {row?.truncated ? <span className="rounded bg-warn-soft px-1 text-warn">cut</span> : row?.tokens}
                </Cell>
                <Cell className="hidden w-[19.5rem] font-mono text-xs whitespace-pre text-muted sm:block">{row && ends(row.values)}</Cell>
              </div>
            );
          })}
        </div>
      </div>
      <AllValues />
    </div>
  );
}

function Cell({ className = '', ...rest }: React.HTMLAttributes<HTMLDivElement>) {
  // biome-ignore lint/a11y/useSemanticElements: see the grid above.
  // biome-ignore lint/a11y/useFocusableInteractive: cells are read, not worked with.
  return <div role="gridcell" className={`tabular-nums ${className}`} {...rest} />;
}

function ends(values: Float32Array): string {
  const write = (part: Float32Array) => Array.from(part, (value) => value.toFixed(3).padStart(6)).join(' ');
  return `${write(values.subarray(0, ENDS))} … ${write(values.subarray(-ENDS))}`;
}
