import { textsOf } from '../../stores/mistakes/texts';
import { relabel } from '../../stores/workflows';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Panel';
import { RunningJob } from '../../ui/RunningJob';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useData, useLabels, useMistakes, useStores } from '../stores';
import { MistakeDetail } from './MistakeDetail';
import { MistakesFilter } from './MistakesFilter';
import { MistakesTable } from './MistakesTable';
import { useEvaluating } from './useEvaluating';

const ABOUT =
  'Every labelled row beside what the model in use answers, the worst mistakes first. A mistake is either the model’s or the label’s: fix those of labels, then train again.';

/** Rows whose labels are known beside what the heads answer for them. */
export function MistakesPanel() {
  const evaluation = useMistakes((state) => state.evaluation);
  const running = useMistakes((state) => state.running);
  const error = useMistakes((state) => state.error);
  const dismiss = useMistakes((state) => state.dismiss);
  const view = useMistakes((state) => state.view);
  const texts = useMistakes((state) => state.of?.texts);
  const shown = useData(({ info }) => info && textsOf(info));
  const task = evaluation?.tasks.find(({ name }) => name === view?.task);
  return (
    <div className="flex flex-col gap-3">
      {error && <ErrorAlert error={error} onDismiss={dismiss} />}
      {running && <RunningJob label="Evaluating" waiting="Evaluating…" progress={running.progress} onStop={running.stop} />}
      {!running && <State />}
      {evaluation && task && view && texts === shown && (
        <Panel title="Mistakes" className="min-h-40">
          <MistakesFilter evaluation={evaluation} task={task} view={view} />
          <MistakesTable key={evaluation.evaluation} task={task} view={view} />
          <MistakeDetail task={task} />
        </Panel>
      )}
    </div>
  );
}

/** What there is to say and do when nothing runs. */
function State() {
  const stores = useStores();
  const evaluating = useEvaluating();
  const of = useMistakes((state) => state.of);
  const evaluate = useMistakes((state) => state.evaluate);
  const stale = useLabels((state) => state.stale);
  const begin = async () => {
    await relabel(stores);
    const dataset = stores.data.getState().info?.dataset;
    if (evaluating && dataset !== undefined) await evaluate({ ...evaluating, dataset });
  };
  if (!evaluating) {
    return (
      <Alert
        kind="note"
        action={
          <a href="#train" className="text-accent underline">
            Go to Train
          </a>
        }
      >
        Mistakes are known once heads are trained on labelled rows.
      </Alert>
    );
  }
  if (!of || of.texts !== evaluating.texts) {
    return (
      <Alert
        kind="note"
        action={
          <Button kind="primary" onClick={() => void begin()}>
            Find mistakes
          </Button>
        }
      >
        {ABOUT}
      </Alert>
    );
  }
  const others = of.heads !== evaluating.heads || of.handle !== evaluating.handle;
  if (!others && !stale && of.dataset === evaluating.dataset) return null;
  return (
    <Alert kind="warning" action={<Button onClick={() => void begin()}>Evaluate again</Button>}>
      {others ? 'These answers are of earlier heads or another model.' : 'Labels have changed since these rows were evaluated.'}{' '}
      {!others && 'Train again for the model to learn from them.'}
    </Alert>
  );
}
