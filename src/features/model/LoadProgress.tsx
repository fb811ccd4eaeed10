import type { Loading } from '../../stores/modelStore';
import { Button } from '../../ui/Button';
import { duration, megabytes } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';

const OPENING = {
  weights: 'Reading the weights…',
  session: 'Starting the model…',
  verify: 'Checking the device against reference vectors…',
};

export function LoadProgress({ loading: { model, progress, bytesPerSecond, cancel } }: { loading: Loading }) {
  const download = progress?.stage === 'download' ? progress : undefined;
  const left = download?.total && bytesPerSecond ? (download.total - download.loaded) / bytesPerSecond : undefined;
  return (
    <div className="flex items-center gap-3 rounded-md border border-line bg-panel px-3 py-2">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="truncate">
          Loading <strong>{model}</strong>
        </p>
        <p className="text-muted tabular-nums">
          {download ? (
            <>
              {download.file} · {megabytes(download.loaded)}
              {download.total !== undefined && ` of ${megabytes(download.total)}`}
              {bytesPerSecond !== undefined && ` · ${megabytes(bytesPerSecond)}/s`}
              {left !== undefined && left > 1 && ` · ${duration(left)} left`}
            </>
          ) : progress?.stage === 'open' ? (
            OPENING[progress.what]
          ) : (
            'Asking for it…'
          )}
        </p>
        <ProgressBar label={`Loading ${model}`} value={download?.loaded ?? 0} max={download?.total} />
      </div>
      <Button onClick={cancel}>Cancel</Button>
    </div>
  );
}
