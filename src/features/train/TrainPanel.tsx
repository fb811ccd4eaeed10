import { useEffect } from 'react';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Panel';
import { DEFAULT_OPTIONS } from '../../workers/protocol';
import { useModel, useTrain } from '../stores';
import { ComparisonPanel } from './ComparisonPanel';
import { ConfusionMatrix } from './ConfusionMatrix';
import { Curves } from './Curves';
import { DriftWarning } from './DriftWarning';
import { EntityTable } from './EntityTable';
import { RunControls } from './RunControls';
import { RunList } from './RunList';
import { Scores } from './Scores';
import { SettingsForm } from './SettingsForm';

/** Settings, the run under way with its curves and metrics, and the runs that were kept. */
export function TrainPanel() {
  const { error, shown, history, metrics, options, tokenHead, startFrom, reset, refreshRuns, dismiss } = useTrain((state) => state);
  const ready = useModel(({ loaded }) => loaded !== undefined);
  useEffect(() => {
    if (ready) void refreshRuns();
  }, [ready, refreshRuns]);
  const isDefault = options === DEFAULT_OPTIONS && tokenHead.layers === 'auto' && tokenHead.decoding === 'iob2' && startFrom === 'new';

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <Panel
        title="Settings"
        className="self-start"
        aside={
          <Button kind="quiet" className="h-7" disabled={isDefault} onClick={reset}>
            Reset all
          </Button>
        }
      >
        <SettingsForm />
      </Panel>
      <div className="flex min-w-0 flex-col gap-3 max-lg:order-first">
        <RunControls />
        {error && (
          <Alert kind="error" onDismiss={dismiss}>
            {error.message}
          </Alert>
        )}
        <DriftWarning />
        {shown?.note && <Alert kind="warning">{shown.note}</Alert>}
        {(metrics.taskA || metrics.taskB) && <Scores />}
        {history.length > 0 && <Curves />}
        <div className="grid gap-3 xl:grid-cols-2">
          {metrics.taskA && <ConfusionMatrix />}
          {metrics.taskB && <EntityTable metrics={metrics.taskB} />}
        </div>
        <ComparisonPanel />
        <RunList />
      </div>
    </div>
  );
}
