import type { LoadedModel } from '../../workers/protocol';
import { DownloadMenu } from '../download/DownloadMenu';
import { DownloadStatus } from '../download/DownloadStatus';
import { useData, usePredict } from '../stores';

/** The model in use, to take along; with its heads unless they have their first, random values. */
export function ModelDownload({ model }: { model: LoadedModel }) {
  const dataset = useData(({ info }) => info?.dataset);
  const isTrained = usePredict(({ run, sample }) => (run ?? sample) !== undefined) || model.ownTasks !== undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DownloadMenu className="h-7" of={{ handle: model.handle, dataset, withoutHeads: !isTrained }} what="the model in use" />
        <span className="text-muted">{isTrained ? 'Includes the heads in use.' : 'The encoder only: its heads are untrained.'}</span>
      </div>
      <DownloadStatus />
    </div>
  );
}
