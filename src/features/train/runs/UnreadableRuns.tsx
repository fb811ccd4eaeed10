import { Button } from '../../../ui/Button';
import { useTrain } from '../../stores';
import { runName, theRun } from './runName';

/** Runs whose files are there and cannot be read, with why. */
export function UnreadableRuns() {
  const unreadable = useTrain((state) => state.unreadableRuns);
  const remove = useTrain((state) => state.remove);
  if (unreadable.length === 0) return null;
  return (
    <ul className="divide-y divide-line border-t border-line" aria-label="Runs that cannot be read">
      {unreadable.map((run) => (
        <li key={run.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1">
          <span className="min-w-40 flex-1 text-sm">
            <span dir="auto">{runName(run)}</span>
            <span className="block text-xs text-muted">This run cannot be read. {run.note}</span>
          </span>
          <Button kind="quiet" className="h-7 px-2" aria-label={`Remove ${theRun(run)}`} onClick={() => void remove(run.id)}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
