import type { MetricSpec } from '../../../tasks/kind';
import type { RunRecord } from '../../../train/runs/runs';
import { Alert } from '../../../ui/Alert';
import { Button } from '../../../ui/Button';
import { Chart, known, type Series } from '../../../ui/Chart';
import { Figure } from '../../../ui/Figure';
import { LongList } from '../../../ui/LongList';
import { Panel } from '../../../ui/Panel';
import { seriesColour } from '../../../ui/seriesColour';
import { writeMetric } from '../../metric';
import { useKinds, useTrain } from '../../stores';
import { isSolved } from '../isSolved';
import { KeptEpoch } from '../KeptEpoch';
import { CompareTable } from './CompareTable';
import { dashOf } from './dashes';
import { groupsOf } from './runGroups';
import { runName } from './runName';
import { tasksOf } from './tasksOf';

/** Tasks of which curves are drawn at once. */
const MOST_TASKS = 6;

/** The runs that were ticked, on the same charts, with the settings in which they differ and what came of each. */
export function CompareRuns() {
  const all = useTrain((state) => state.runs);
  const compared = useTrain((state) => state.compared);
  const compareOnly = useTrain((state) => state.compareOnly);
  const kinds = useKinds((state) => state.kinds);
  const runs = compared.flatMap((id) => all.find((run) => run.id === id) ?? []);
  if (runs.length < 2) return null;
  const tasks = tasksOf(runs, kinds);
  return (
    <Panel
      title="Compared runs"
      aside={
        <>
          <KeptEpoch />
          <Button className="h-7" onClick={() => compareOnly([])}>
            Compare none
          </Button>
        </>
      }
    >
      {groupsOf(runs).length > 1 && (
        <div className="p-3 pb-0">
          <Alert kind="warning">These runs were scored on different rows: the better figure need not be the better run.</Alert>
        </div>
      )}
      <LongList items={tasks} nameOf={({ name }) => name} thing="task" most={MOST_TASKS}>
        {(drawn) => (
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] gap-x-4 gap-y-5 p-3">
            {drawn.map(({ name, metrics: [first] }) => (
              <Curves key={name} task={name} first={first} runs={runs} />
            ))}
          </div>
        )}
      </LongList>
      <CompareTable runs={runs} tasks={tasks} />
    </Panel>
  );
}

function Curves({ task, first, runs }: { task: string; first: MetricSpec; runs: RunRecord[] }) {
  const epochs = [...new Set(runs.flatMap(({ history }) => history.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  const drawn = (id: string): Series[] =>
    runs.flatMap((run, i) => {
      const values = new Map(run.history.map(({ epoch, validation }) => [epoch, validation?.[task]?.[id]]));
      return known({
        name: runName(run),
        colour: seriesColour(i),
        dash: dashOf(i),
        values: epochs.map((epoch) => values.get(epoch) ?? null),
        marked: isSolved(run, task) ? undefined : epochs.indexOf(run.best?.[task]?.epoch),
      });
    });
  const [metric, loss] = [drawn(first.id), drawn('loss')];
  if (metric.length + loss.length === 0) return null;
  return (
    <>
      <Figure title={`${task} · ${first.name} by epoch`}>
        <Chart
          label={`${first.name} of ${task} on the validation rows by epoch, of ${runs.length} runs`}
          x={epochs}
          xName="Epoch"
          format={(value) => writeMetric(first.print, value)}
          series={metric}
        />
      </Figure>
      <Figure title={`${task} · validation loss by epoch`}>
        <Chart label={`Validation loss of ${task} by epoch, of ${runs.length} runs`} x={epochs} xName="Epoch" series={loss} />
      </Figure>
    </>
  );
}
