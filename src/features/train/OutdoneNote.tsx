import { takeKeptRun } from '../../stores/workflows';
import type { Drift } from '../../train/runs/drift';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { whenExactly } from '../../ui/format';
import { inSentence, writeMetric } from '../metric';
import { usePredict, useStores, useTrain } from '../stores';
import { type ShownTask, useShownTasks } from './shownTasks';

/** Says that another run scored higher on the same rows, by how much, and lets a person choose. */
export function OutdoneNote() {
  const stores = useStores();
  const shown = useTrain((state) => state.shown);
  const rival = useTrain(({ runs }) => runs.find(({ id }) => id === shown?.outdone?.by));
  const answering = usePredict(({ run }) => run?.id);
  const tasks = useShownTasks();
  if (!shown?.outdone) return null;
  const { stays, started, metrics } = shown.outdone;
  const figures = metrics.map((drift) => inWords(drift, tasks)).join('; ');
  if (stays && answering !== shown.id) {
    return (
      <Alert kind="warning" action={<Button onClick={() => void takeKeptRun(stores, shown)}>Use the new one anyway</Button>}>
        This run scored lower than the one of {whenExactly(started)} on the same rows: {figures}. The earlier run stays in use.
      </Alert>
    );
  }
  if (stays || !rival || answering === rival.id) return null;
  return (
    <Alert kind="warning" action={<Button onClick={() => void takeKeptRun(stores, rival)}>Use the earlier one</Button>}>
      The run of {whenExactly(started)} scored higher on the same rows: {figures}. This run is in use.
    </Alert>
  );
}

/** "macro-F1 of topic 81.0 % instead of 84.2 %". */
function inWords({ task, metric, before, now }: Drift, tasks: ShownTask[]): string {
  const spec = tasks.find(({ name }) => name === task)?.metrics.find(({ id }) => id === metric);
  const [from, to] = [before, now].map((value) => writeMetric(spec?.print, value));
  const points = spec?.print === 'percent' ? `, ${(100 * Math.abs(before - now)).toFixed(1)} points` : '';
  return `${spec ? inSentence(spec) : metric} of ${task} ${to} instead of ${from}${points}`;
}
