import { isTuned } from '../../model/tuned';
import { DownloadMenu } from '../download/DownloadMenu';
import { DownloadStatus } from '../download/DownloadStatus';
import { useData, useModel, useTrain } from '../stores';

/** What the run that is shown has made, for others to open. */
export function TakeAlong() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const dataset = useData(({ info }) => info?.dataset);
  const run = useTrain(({ shown }) => shown);
  const offers = run !== undefined && handle !== undefined;
  return (
    <>
      {offers && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <DownloadMenu className="h-7" of={{ handle, run: run.id, dataset }} what="the run that is shown" />
          <span className="text-muted">
            {model !== undefined && isTuned(model) ? (
              <>
                Explore and Predict now use the trained encoder, <strong className="font-medium break-all">{model}</strong>. Download it
                with its heads
              </>
            ) : (
              'Download the model with its trained heads'
            )}
            : for Python, the browser, ONNX Runtime, or to continue in PyTorch.
          </span>
        </div>
      )}
      <DownloadStatus />
    </>
  );
}
