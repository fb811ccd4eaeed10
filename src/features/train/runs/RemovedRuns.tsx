import { type RefObject, useEffect, useRef } from 'react';
import type { RunRecord } from '../../../train/runs/runs';
import { Alert } from '../../../ui/Alert';
import { Button } from '../../../ui/Button';
import { when } from '../../../ui/format';
import { useTrain } from '../../stores';
import { runName, theRun } from './runName';

/** Takes the last removal back. Its button takes the focus that the removed row had, and leaves it to the heading of the runs. */
export function UndoRemoval({ heading }: { heading: RefObject<HTMLHeadingElement | null> }) {
  const run = useTrain(({ removedRuns, lastRemoved }) => removedRuns.find(({ id }) => id === lastRemoved));
  const restore = useTrain((state) => state.restore);
  const forget = useTrain((state) => state.forgetLastRemoved);
  const box = useRef<HTMLDivElement>(null);
  const shown = run?.id;
  const before = useRef(shown);
  useEffect(() => {
    const next = shown === undefined ? heading.current : box.current?.querySelector('button');
    if (before.current !== shown && document.activeElement === document.body) next?.focus({ preventScroll: true });
    before.current = shown;
  }, [shown, heading]);
  if (!run) return null;
  return (
    <div ref={box} className="p-2">
      <Alert kind="note" action={<Button onClick={() => void restore(run.id)}>Undo</Button>} onDismiss={forget}>
        Removed {theRun(run)}. It can be restored for a day.
      </Alert>
    </div>
  );
}

/** Runs that were removed in the last day. */
export function RemovedRuns() {
  const removed = useTrain((state) => state.removedRuns);
  if (removed.length === 0) return null;
  return (
    <details className="border-t border-line px-3 py-2">
      <summary className="cursor-pointer text-sm text-muted hover:text-text">Removed in the last day: {removed.length}</summary>
      <ul className="mt-1 divide-y divide-line">
        {removed.map((run) => (
          <Removed key={run.id} run={run} />
        ))}
      </ul>
    </details>
  );
}

function Removed({ run }: { run: RunRecord }) {
  const restore = useTrain((state) => state.restore);
  const forgetRun = useTrain((state) => state.forgetRun);
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 py-1">
      <span className="min-w-40 flex-1">
        <span dir="auto">{runName(run)}</span>
        <span className="block text-xs text-muted">
          {run.dataset?.name} · removed {when(run.about?.removed ?? 0)}
        </span>
      </span>
      <Button className="h-7" aria-label={`Restore ${theRun(run)}`} onClick={() => void restore(run.id)}>
        Restore
      </Button>
      <Button kind="quiet" className="h-7" aria-label={`Delete ${theRun(run)} for good`} onClick={() => void forgetRun(run.id)}>
        Delete for good
      </Button>
    </li>
  );
}
