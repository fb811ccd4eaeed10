import { controlLook } from '../../../ui/Field';
import { useTrain } from '../../stores';

/** Which runs are listed. */
export function RunListTools({ listed, all }: { listed: number; all: number }) {
  const { text, pinnedOnly } = useTrain((state) => state.runsView);
  const setRunsView = useTrain((state) => state.setRunsView);
  const hasPins = useTrain(({ runs }) => runs.some(({ about }) => about?.pinned));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2">
      <input
        type="search"
        aria-label="Filter runs"
        placeholder="Filter by name, note, setting…"
        dir="auto"
        className={`${controlLook} w-64 max-w-full`}
        value={text}
        onChange={({ target }) => setRunsView({ text: target.value })}
      />
      {(hasPins || pinnedOnly) && (
        <label className="inline-flex h-8 items-center gap-1.5">
          <input type="checkbox" checked={pinnedOnly} onChange={({ target }) => setRunsView({ pinnedOnly: target.checked })} />
          Pinned only
        </label>
      )}
      {listed < all && (
        <span className="text-sm text-muted" role="status">
          {listed} of {all} runs
        </span>
      )}
      <span className="ml-auto text-xs text-muted">Tick two or more to compare their curves and settings.</span>
    </div>
  );
}
