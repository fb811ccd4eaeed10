import { shownOptions } from '../../stores/trainStore';
import { type Drift, fallen } from '../../train/runs/drift';
import { Alert } from '../../ui/Alert';
import { writeMetric } from '../metric';
import { useTrain } from '../stores';
import { useShownTasks } from './shownTasks';

/** Frozen heads whose metrics have fallen since the encoder below them learns. */
export function DriftWarning() {
  const drift = useTrain((state) => state.history.at(-1)?.drift);
  const options = useTrain(shownOptions);
  const tasks = useShownTasks();
  const worse = fallen(drift, options.drift.tolerance);
  if (worse.length === 0) return null;
  const describe = ({ task, metric, before, now }: Drift) => {
    const spec = tasks.find(({ name }) => name === task)?.metrics.find(({ id }) => id === metric);
    const [from, to] = [before, now].map((value) => writeMetric(spec?.print, value));
    const percent = spec?.print === 'percent';
    return `The frozen task ${task} went from ${percent ? from.replace(' %', '') : from} to ${to} (${spec?.name ?? metric}) while the encoder learned.`;
  };
  return (
    <Alert kind="warning">{worse.map(describe).join(' ')} Count its loss, lower the encoder’s learning rate, or open fewer layers.</Alert>
  );
}
