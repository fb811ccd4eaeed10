import { useEffect } from 'react';
import { Alert } from '../../ui/Alert';
import { DialogFrame } from '../../ui/DialogFrame';
import { megabytes } from '../../ui/format';
import { useStorage } from '../stores';
import { StoredItems } from './StoredItems';

/** Other tabs do not tell when they let go of something. */
const READ_AGAIN_MS = 2000;

/** What takes up space, with a way to free each of it. Opened from the model dialog, and from errors that say that there is no room. */
export function StorageDialog() {
  const shown = useStorage((state) => state.shown);
  const list = useStorage((state) => state.list);
  const error = useStorage((state) => state.error);
  const show = useStorage((state) => state.show);
  const readAgain = useStorage((state) => state.readAgain);
  useEffect(() => {
    if (!shown || !list?.items.some(({ inUse }) => inUse)) return;
    const timer = setTimeout(() => void readAgain(), READ_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [shown, list, readAgain]);
  return (
    <DialogFrame title="Storage" open={shown} onOpenChange={(open) => void show(open)} above>
      {error && <Alert kind="error">{error.message}</Alert>}
      {list ? <Usage /> : <p className="text-muted">Counting…</p>}
      {list && <StoredItems list={list} />}
      <p className="text-muted">
        Some of it is removed automatically: kept features that were not used for 30 days or take up more than a fifth of the space,
        downloads that nobody resumed for 30 days, and checkpoints of runs that were interrupted 30 days ago. Models and runs stay until you
        remove them.
      </p>
    </DialogFrame>
  );
}

function Usage() {
  const usage = useStorage(({ list }) => list?.usage);
  const quota = useStorage(({ list }) => list?.quota);
  const persistent = useStorage((state) => state.persistent);
  return (
    <div className="flex flex-col gap-1">
      {usage !== undefined && quota !== undefined && (
        <>
          <p className="tabular-nums">
            {megabytes(usage)} of the {megabytes(quota)} that this browser allows.
          </p>
          <meter className="h-2 w-full" aria-label="Storage used" min={0} max={quota} high={0.9 * quota} value={usage} />
        </>
      )}
      {persistent !== undefined && (
        <p className="text-muted">
          {persistent
            ? 'It stays until you remove it or clear this site’s data.'
            : 'The browser has not agreed to keep it: it may remove everything when the disk is nearly full.'}
        </p>
      )}
    </div>
  );
}
