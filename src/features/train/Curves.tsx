import type { EpochRecord } from '../../train/runs/loop';
import { Chart, known, type Series } from '../../ui/Chart';
import { Figure } from '../../ui/Figure';
import { Panel } from '../../ui/Panel';
import { seriesColour } from '../../ui/seriesColour';
import { writeMetric } from '../metric';
import { useTrain } from '../stores';
import { isSolved } from './isSolved';
import { KeptEpoch } from './KeptEpoch';
import { LossBySteps, MoreBySteps } from './StepCurves';
import { useShownTasks } from './shownTasks';

/** Metrics and losses of every task by epoch, and what single steps did. */
export function Curves() {
  const history = useTrain((state) => state.history);
  const best = useTrain((state) => state.best);
  const shown = useTrain((state) => state.shown);
  const hasSteps = useTrain((state) => state.points.length > 0);
  const tasks = useShownTasks();
  if (history.length === 0 && !hasSteps) return null;
  const epochs = history.map(({ epoch }) => epoch);
  const keptAt = (name: string) => (isSolved(shown, name) ? undefined : epochs.indexOf(best[name]?.epoch));
  const of = (read: (record: EpochRecord) => number | undefined) => history.map((record) => read(record) ?? null);
  const metrics = tasks.flatMap(({ name, metrics: [first] }, i): Series[] =>
    known({
      name: `${name} · ${first.name}`,
      colour: seriesColour(i),
      values: of(({ validation }) => validation[name]?.[first.id]),
      marked: keptAt(name),
      format: (value) => writeMetric(first.print, value),
    }),
  );
  const losses = tasks.flatMap(({ name }, i): Series[] => [
    ...known({
      name,
      colour: seriesColour(i),
      values: of(({ validation }) => validation[name]?.loss),
      marked: keptAt(name),
    }),
    ...known({ name: `${name}, training`, colour: seriesColour(i), values: of(({ train }) => train.losses?.[name]), dashed: true }),
  ]);
  const allPercent = tasks.every(({ metrics: [first] }) => first.print === 'percent');
  return (
    <Panel title="Curves" aside={epochs.length > 0 && <KeptEpoch />}>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] gap-x-4 gap-y-5 p-3">
        {metrics.length > 0 && (
          <Figure title="Validation metrics by epoch">
            <Chart
              label="First metric of each task on the validation rows, by epoch"
              x={epochs}
              xName="Epoch"
              range={rangeOf(metrics)}
              format={(value) => (allPercent ? `${Math.round(100 * value)} %` : String(Number(value.toFixed(2))))}
              series={metrics}
            />
          </Figure>
        )}
        {losses.length > 0 && (
          <Figure title="Loss by epoch: validation, and training dashed">
            <Chart
              label="Loss of each task on the validation rows and its mean in training, by epoch"
              x={epochs}
              xName="Epoch"
              series={losses}
            />
          </Figure>
        )}
        <LossBySteps tasks={tasks} />
      </div>
      <MoreBySteps tasks={tasks} />
    </Panel>
  );
}

/** From a round value below the lowest to the best there is, with room for the dots. */
function rangeOf(series: Series[]): [number, number] {
  const lowest = Math.min(...series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const below = Math.floor(lowest * 10 - 0.2) / 10;
  return [lowest >= 0 ? Math.max(0, below) : below, 1.02];
}
