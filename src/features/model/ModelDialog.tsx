import { lazy, Suspense, useState } from 'react';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { DialogFrame } from '../../ui/DialogFrame';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useModel } from '../stores';
import { LoadProgress } from './LoadProgress';

/** Most visits never open it. */
const ModelChoices = lazy(async () => ({ default: (await import('./ModelChoices')).ModelChoices }));

/** Choose the bundled model, one that is stored, one of the hub, or one on disk. */
export function ModelDialog() {
  const loaded = useModel((state) => state.loaded);
  const loading = useModel((state) => state.loading);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const refreshStored = useModel((state) => state.refreshStored);
  const dismiss = useModel((state) => state.dismiss);
  const [open, setOpen] = useState(false);
  const openOrClose = (now: boolean) => {
    setOpen(now);
    if (now) void refreshStored();
    // It was read here. Without a model there is more to do about it.
    else if (error && loaded) dismiss();
  };
  return (
    <DialogFrame
      title="Model"
      open={open}
      onOpenChange={openOrClose}
      trigger={
        <Button className="max-w-40 sm:max-w-60" aria-label={`Model: ${loaded?.id ?? 'none'}. Choose another`} title={loaded?.id}>
          <span className="text-muted max-xl:hidden">Model</span>
          <span className="truncate">{loaded?.id ?? loading?.model ?? 'none'}</span>
        </Button>
      }
      status={
        <>
          {loading && <LoadProgress loading={loading} />}
          {error && <ErrorAlert error={error} onDismiss={dismiss} />}
          {notice && (
            <Alert kind="note" onDismiss={dismiss}>
              {notice}
            </Alert>
          )}
        </>
      }
    >
      <Suspense fallback={<p className="text-muted">Opening…</p>}>
        <ModelChoices />
      </Suspense>
    </DialogFrame>
  );
}
