import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { count, duration, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import type { PredictionSetInfo } from '../../workers/protocol';
import { usePredictionFile } from '../stores';
import { FileDownload } from './FileDownload';
import { FileView } from './FileView';
import { PredictionTable } from './PredictionTable';
import { RowDetail } from './RowDetail';
import { useAnswering } from './useAnswering';

/** What the heads answer for the texts of a file. */
export function FileResults() {
  const set = usePredictionFile((state) => state.set);
  const running = usePredictionFile((state) => state.running !== undefined);
  return (
    <>
      {set && <Progress />}
      {set && !running && <State set={set} />}
      <Panel title="Predictions" className="min-h-40" aside={set && set.done > 0 && <FileDownload />}>
        {set ? (
          <>
            <FileView set={set} />
            <PredictionTable key={set.set} set={set} />
            <RowDetail set={set} />
          </>
        ) : (
          <p className="p-3 text-muted">Open a file: its texts and their predictions appear here, one row per text.</p>
        )}
      </Panel>
    </>
  );
}

function Progress() {
  const running = usePredictionFile((state) => state.running);
  if (!running) return null;
  const { progress, stop } = running;
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
      <div className="flex flex-1 flex-col gap-1.5">
        <p className="tabular-nums">
          {progress ? (
            <>
              {count(progress.done)} of {count(progress.total ?? 0)} · {count(Math.round(progress.perSecond))}/s
              {progress.secondsLeft !== undefined && progress.secondsLeft > 0 && ` · ${duration(progress.secondsLeft)} left`}
            </>
          ) : (
            'Predicting…'
          )}
        </p>
        <ProgressBar label="Predicting" value={progress?.done ?? 0} max={progress?.total} />
      </div>
      <Button onClick={stop}>Stop</Button>
    </div>
  );
}

/** What there is to say and do when nothing runs: the set is not complete, or other heads would answer now. */
function State({ set }: { set: PredictionSetInfo }) {
  const answering = useAnswering();
  const heads = usePredictionFile((state) => state.heads);
  const error = usePredictionFile((state) => state.error);
  const goOn = usePredictionFile((state) => state.goOn);
  const again = usePredictionFile((state) => state.again);
  if (!answering) return null;
  const { done, rows, truncated } = set;
  const kept = done < rows ? `The first ${count(done)} of ${plural(rows, 'text')} are predicted and kept. ` : '';
  if (heads !== answering.heads) {
    return (
      <Alert kind="warning" action={<Button onClick={() => void again(answering)}>Predict again</Button>}>
        {kept}These predictions are of earlier heads or another model.
      </Alert>
    );
  }
  if (done < rows) {
    return (
      <Alert kind="note" action={<Button onClick={() => void goOn(answering)}>Go on</Button>}>
        {error ? 'It ended before all was predicted. ' : 'Stopped. '}
        {kept}
      </Alert>
    );
  }
  if (truncated === 0) return null;
  return (
    <Alert kind="warning">
      {plural(truncated, 'text is', 'texts are')} longer than this model reads: only their beginning was read. They are marked “cut”.
    </Alert>
  );
}
