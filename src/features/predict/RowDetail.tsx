import { useEffect, useRef } from 'react';
import { Button } from '../../ui/Button';
import { count } from '../../ui/format';
import { ScrollArea } from '../../ui/ScrollArea';
import type { PredictionSetInfo } from '../../workers/protocol';
import { usePredictionFile } from '../stores';
import { PredictionCard } from './PredictionCard';
import { useAnswering } from './useAnswering';

/** The row that was chosen, whole and with all that the heads say of it. */
export function RowDetail({ set }: { set: PredictionSetInfo }) {
  const selected = usePredictionFile((state) => state.selected);
  const heads = usePredictionFile((state) => state.heads);
  const select = usePredictionFile((state) => state.select);
  const answering = useAnswering();
  const place = useRef<HTMLElement>(null);
  const shown = selected?.row.index;
  const isWhole = selected?.prediction !== undefined;
  useEffect(() => {
    if (shown !== undefined && isWhole) place.current?.scrollIntoView({ block: 'nearest' });
  }, [shown, isWhole]);
  // Other heads would say something else than the table.
  if (!selected || !answering || heads !== answering.heads) return null;
  const { row, prediction } = selected;
  const tasks = Object.fromEntries(set.tasks.map(({ name, config }) => [name, config]));
  return (
    <section ref={place} aria-label={`Row ${count(row.index + 1)}`} className="border-t border-line">
      <header className="flex items-center justify-between px-3 pt-2">
        <h3 className="font-semibold">Row {count(row.index + 1)}</h3>
        <Button kind="quiet" className="h-7 px-2" onClick={() => void select(answering, undefined)}>
          Close
        </Button>
      </header>
      <ScrollArea label="The row in full" className="max-h-72">
        <ul aria-busy={prediction === undefined}>
          {prediction ? (
            <PredictionCard prediction={prediction} tasks={tasks} view="entities" />
          ) : (
            <li dir="auto" className="p-3 break-words whitespace-pre-wrap">
              {row.text}
            </li>
          )}
        </ul>
      </ScrollArea>
    </section>
  );
}
