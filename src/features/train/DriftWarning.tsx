import { Alert } from '../../ui/Alert';
import { percent } from '../../ui/format';
import { fallen } from '../../workers/protocol';
import { useTrain } from '../stores';
import { METRIC_NAMES } from './settingGroups';

/** A frozen head whose metric has fallen since the encoder below it learns. */
export function DriftWarning() {
  const { history, shown, options } = useTrain((state) => state);
  const { tolerance } = (shown?.options ?? options).drift;
  const last = history.at(-1);
  const tasks = fallen(last?.drift, tolerance);
  if (!last || tasks.length === 0) return null;
  return (
    <Alert kind="warning">
      {tasks.map(
        ({ task, metric, before, now }) =>
          `${task === 'taskA' ? 'Task A' : 'Task B'} is frozen and has drifted: its ${METRIC_NAMES[metric]} went from ${percent(before)} to ${percent(now)} by epoch ${last.epoch}, as the encoder below it changed. `,
      )}
      Count its loss, lower the encoder’s rate, or open fewer layers.
    </Alert>
  );
}
