import { takeKeptRun, trainAndAnswer } from '../../stores/workflows';
import type { RunRecord } from '../../train/runs/runs';
import { Button } from '../../ui/Button';
import { DownloadMenu } from '../download/DownloadMenu';
import { useData, useModel, usePredict, useStores, useTrain } from '../stores';
import { theRun } from './runs/runName';

/** What can be done with a kept run: go on with it, answer with its heads, take it along, remove it. */
export function RunActions({ run }: { run: RunRecord }) {
  const busy = useTrain((state) => state.running !== undefined) || run.underWay === true;
  const elsewhere = run.underWay ? 'It is under way, here or in another tab: stop it there first' : undefined;
  const resume = useTrain((state) => state.resume);
  const remove = useTrain((state) => state.remove);
  const dataset = useData((state) => state.info?.dataset);
  const stores = useStores();
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const inUse = usePredict((state) => state.run?.id) === run.id;
  const belongsTo = run.tuned ?? run.model;

  /** Its encoder has not become a model yet. */
  const isHalfDone = run.resumable === true && (run.options?.unfreeze ?? run.options?.contrastive) !== undefined;

  const choose = () => takeKeptRun(stores, run);
  const goOn = () => trainAndAnswer(stores, (handle, dataset) => resume(handle, dataset, run.id));

  return (
    <span className="flex flex-wrap gap-1">
      {run.resumable && (
        <Button
          className="h-7"
          disabled={busy || run.model !== model || dataset === undefined}
          title={
            run.model !== model
              ? `It trains ${run.model}: load that model first`
              : `Goes on after epoch ${run.history?.length}, on the data set ${run.dataset?.name}, which must be loaded`
          }
          onClick={() => void goOn()}
        >
          Resume
        </Button>
      )}
      {!isHalfDone && (
        <Button
          className="h-7"
          disabled={busy || inUse}
          title={`Shows it, and lets Predict answer with its heads${belongsTo === model ? '' : `; loads ${belongsTo}`}`}
          onClick={() => void choose()}
        >
          {inUse ? 'In use' : 'Use'}
        </Button>
      )}
      {handle !== undefined && (
        <DownloadMenu
          className="h-7"
          disabled={busy}
          title={belongsTo === model ? undefined : `Loads ${belongsTo} first`}
          prepare={belongsTo === model || isHalfDone ? undefined : choose}
          of={{ handle, run: run.id, dataset }}
          what={theRun(run)}
        />
      )}
      <Button
        kind="quiet"
        className="h-7 px-2"
        disabled={busy}
        title={elsewhere}
        aria-label={`Remove ${theRun(run)}`}
        onClick={() => void remove(run.id)}
      >
        Remove
      </Button>
    </span>
  );
}
