import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { megabytes } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useExports } from '../stores';

/** How far the file being made is, a way to stop it, and why one could not be made. */
export function DownloadStatus() {
  const saving = useExports((state) => state.saving);
  const error = useExports((state) => state.error);
  const notes = useExports((state) => state.notes);
  const dismiss = useExports((state) => state.dismiss);
  return (
    <>
      {saving && (
        <div className="flex items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
          <div className="flex flex-1 flex-col gap-1.5">
            <p className="tabular-nums">
              {saving.title}
              {saving.done === undefined || saving.total === undefined
                ? ' · computing answers for five texts to compare with…'
                : ` · ${megabytes(saving.done)} of ${megabytes(saving.total)}`}
            </p>
            <ProgressBar label="Saving the model" value={saving.done ?? 0} max={saving.total} />
          </div>
          <Button onClick={saving.stop}>Stop</Button>
        </div>
      )}
      {error && <ErrorAlert error={error} onDismiss={dismiss} />}
      {notes.length > 0 && (
        <Alert kind="note" onDismiss={dismiss}>
          {notes.join(' ')}
        </Alert>
      )}
    </>
  );
}
