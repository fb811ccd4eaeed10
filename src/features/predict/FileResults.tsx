import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { RunningJob } from '../../ui/RunningJob';
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
  return running && <RunningJob label="Predicting" waiting="Predicting…" progress={running.progress} onStop={running.stop} />;
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
        {kept}These predictions come from earlier heads or another model.
      </Alert>
    );
  }
  if (done < rows) {
    return (
      <Alert kind="note" action={<Button onClick={() => void goOn(answering)}>Go on</Button>}>
        {error ? 'It ended early. ' : 'Stopped. '}
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
