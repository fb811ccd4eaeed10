import { Dialog } from 'radix-ui';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { megabytes } from '../../ui/format';
import { useStorage } from '../stores';
import { StoredItems } from './StoredItems';

/** What takes up space, with a way to free each of it. Opened from the model dialog, and from errors that say that there is no room. */
export function StorageDialog() {
  const shown = useStorage((state) => state.shown);
  const list = useStorage((state) => state.list);
  const error = useStorage((state) => state.error);
  const show = useStorage((state) => state.show);
  return (
    <Dialog.Root open={shown} onOpenChange={(open) => void show(open)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-4 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[min(40rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-3 overflow-auto rounded-lg border border-line bg-panel px-4 pb-4 shadow-xl"
        >
          <div className="sticky top-0 -mx-4 flex items-center justify-between border-b border-line bg-panel px-4 py-2">
            <Dialog.Title className="text-base font-semibold">Storage</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="quiet">Close</Button>
            </Dialog.Close>
          </div>
          {error && <Alert kind="error">{error.message}</Alert>}
          {list ? <Usage /> : <p className="text-muted">Counting…</p>}
          {list && <StoredItems list={list} />}
          <p className="text-muted">
            Some of it is removed automatically: kept features that were not used for 30 days or take up more than a fifth of the space,
            downloads that nobody resumed for 30 days, and checkpoints of runs that were interrupted 30 days ago. Models and runs stay until
            you remove them.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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
