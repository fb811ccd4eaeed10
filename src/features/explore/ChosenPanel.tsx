import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { saveBlob } from '../../ui/saveBlob';
import { useRowsInSight } from '../../ui/useRowsInSight';
import { useData, useEmbed, useExplore, useStores } from '../stores';
import { useColouring } from './useColouring';

const ROW_HEIGHT = 30;

/** The sentences that were chosen: as a list, for the Label tab, or as a file. */
export function ChosenPanel() {
  const chosen = useExplore((state) => state.chosen);
  const chooseNone = useExplore((state) => state.chooseNone);
  if (!chosen) return null;
  return (
    <Panel
      title={`Chosen: ${chosen.title}`}
      aside={
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-muted tabular-nums">{plural(chosen.rows.length, 'sentence')}</span>
          <ToLabel title={chosen.title} rows={chosen.rows} />
          <SaveRows rows={chosen.rows} />
          <Button className="h-7 px-2" onClick={chooseNone}>
            Choose none
          </Button>
        </div>
      }
    >
      <Rows rows={chosen.rows} />
    </Panel>
  );
}

function Rows({ rows }: { rows: Uint32Array }) {
  const texts = useExplore((state) => state.texts);
  const need = useExplore((state) => state.need);
  const selected = useEmbed((state) => state.selected);
  const select = useEmbed((state) => state.select);
  const { colouring } = useColouring();
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to, places, startOf, height } = useRowsInSight({ count: rows.length, scroller, height: ROW_HEIGHT, overscan: 10 });
  useEffect(() => void need([...rows.subarray(from, to)]), [need, rows, from, to]);
  return (
    <div ref={scroller} className="overflow-auto" style={{ height: Math.min(300, rows.length * ROW_HEIGHT + 2) }}>
      <ol className="relative" style={{ height }}>
        {places.map((index) => {
          const row = rows[index];
          return (
            <li
              key={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute w-full border-b border-line"
              style={{ height: ROW_HEIGHT, transform: `translateY(${startOf(index)}px)` }}
            >
              <button
                type="button"
                aria-pressed={row === selected}
                className={`flex size-full items-center gap-3 px-3 text-left ${row === selected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
                onClick={() => void select(row)}
              >
                <span className="w-14 shrink-0 text-right text-muted tabular-nums">{count(row + 1)}</span>
                <span dir="auto" className="flex-1 truncate">
                  {texts.get(row) ?? '…'}
                </span>
                {colouring && <bdi className="max-w-48 truncate text-xs text-muted">{colouring.names[colouring.of[row]]}</bdi>}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Rows of the data set that is open go to the Label tab, where they come first. */
function ToLabel({ title, rows }: { title: string; rows: Uint32Array }) {
  const { data, labels } = useStores();
  const keys = useExplore((state) => state.keys);
  const dataset = useData((state) => state.info?.dataset);
  if (!keys || dataset === undefined) return null;
  const go = async () => {
    await labels.getState().show(data.getState().info?.dataset);
    const { places } = labels.getState();
    labels.getState().showRows(
      title,
      Array.from(rows, (row) => places.get(keys[row])).filter((place) => place !== undefined),
    );
    location.hash = 'label';
  };
  return (
    <Button className="h-7 px-2" onClick={() => void go()}>
      Show in Label
    </Button>
  );
}

function SaveRows({ rows }: { rows: Uint32Array }) {
  const save = useExplore((state) => state.save);
  const [busy, setBusy] = useState(false);
  const download = async (format: 'csv' | 'jsonl') => {
    setBusy(true);
    const blob = await save(rows, format);
    setBusy(false);
    if (blob) saveBlob(blob, `chosen-sentences.${format}`);
  };
  return (
    <>
      <Button className="h-7 px-2" disabled={busy} aria-label="Save the chosen sentences as CSV" onClick={() => void download('csv')}>
        CSV
      </Button>
      <Button
        className="h-7 px-2"
        disabled={busy}
        aria-label="Save the chosen sentences as JSON Lines"
        onClick={() => void download('jsonl')}
      >
        JSON Lines
      </Button>
    </>
  );
}
