import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useModel } from '../stores';
import { FromDisk } from './FromDisk';
import { FromHub } from './FromHub';
import { LoadProgress } from './LoadProgress';
import { ModelDownload } from './ModelDownload';
import { ModelFacts } from './ModelFacts';
import { StoredModels } from './StoredModels';

/** Choose the bundled model, one that is stored, one of the hub, or one on disk. */
export function ModelDialog() {
  const loaded = useModel((state) => state.loaded);
  const loading = useModel((state) => state.loading);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const refreshStored = useModel((state) => state.refreshStored);
  const dismiss = useModel((state) => state.dismiss);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (open) void refreshStored();
  }, [open, refreshStored]);

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button className="max-w-40 sm:max-w-60" aria-label={`Model: ${loaded?.id ?? 'none'}. Choose another`}>
          <span className="text-muted max-sm:hidden">Model</span>
          <span className="truncate">{loaded?.id ?? loading?.model ?? 'none'}</span>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-10 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-4 left-1/2 z-20 flex max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-4 overflow-auto rounded-lg border border-line bg-panel px-4 pb-4 shadow-xl"
        >
          <div className="sticky top-0 z-10 -mx-4 flex flex-col gap-2 border-b border-line bg-panel px-4 py-2">
            <div className="flex items-center justify-between">
              <Dialog.Title className="text-base font-semibold">Model</Dialog.Title>
              <Dialog.Close asChild>
                <Button kind="quiet">Close</Button>
              </Dialog.Close>
            </div>
            {loading && <LoadProgress loading={loading} />}
            {error && <ErrorAlert error={error} onDismiss={dismiss} />}
            {notice && (
              <Alert kind="note" onDismiss={dismiss}>
                {notice}
              </Alert>
            )}
          </div>
          {loaded && <ModelFacts model={loaded} />}
          {loaded && <ModelDownload model={loaded} />}
          <StoredModels />
          <FromHub />
          <FromDisk />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
