import { useState } from 'react';
import { shownOptions } from '../../stores/trainStore';
import type { StepPoint } from '../../train/runs/pace';
import { Chart, known } from '../../ui/Chart';
import { Figure } from '../../ui/Figure';
import { seriesColour } from '../../ui/seriesColour';
import { useTrain } from '../stores';
import type { ShownTask } from './shownTasks';

/** Of the run that was trained on this page, as kept runs have no steps. */
export function LossBySteps({ tasks }: { tasks: ShownTask[] }) {
  const points = useTrain((state) => state.points);
  const best = useTrain((state) => state.best);
  if (points.length === 0) return null;
  const losses = tasks.flatMap(({ name }, i) =>
    known({
      name,
      colour: seriesColour(i),
      values: smooth(points.map((point) => point.losses[name] ?? null)),
      marked: points.findLastIndex(({ epoch }) => epoch === best[name]?.epoch),
    }),
  );
  const total =
    losses.length > 1 ? [{ name: 'Total', colour: '--muted', values: smooth(points.map((point) => point.total)), dashed: true }] : [];
  return (
    <Figure title="Training loss by step">
      <Chart label="Training loss of each task by step, and their total" x={stepsOf(points)} xName="Step" series={[...losses, ...total]} />
    </Figure>
  );
}

/** What is looked at when a run does not learn. */
export function MoreBySteps({ tasks }: { tasks: ShownTask[] }) {
  const points = useTrain((state) => state.points);
  const options = useTrain(shownOptions);
  const [open, setOpen] = useState(false);
  if (points.length === 0) return null;
  const heads = tasks.map(({ name }, i) => ({ name, colour: seriesColour(i), rate: options.tasks[name]?.learningRate ?? 0 }));
  const encoder = options.unfreeze ? [{ name: 'Encoder', colour: '--muted', rate: options.learningRate.encoder }] : [];
  return (
    <details className="border-t border-line px-3 py-2" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-sm text-muted hover:text-text">Gradient norm and learning rates</summary>
      {open && (
        <div className="mt-3 grid gap-x-4 gap-y-5 lg:grid-cols-2">
          <Figure title="Gradient norm by step">
            <Chart
              label="Global gradient norm by step, before clipping"
              x={stepsOf(points)}
              xName="Step"
              series={[{ name: 'Norm', colour: '--text', values: smooth(points.map(({ gradNorm }) => gradNorm)) }]}
            />
          </Figure>
          <Figure title="Learning rates by step">
            <Chart
              label="Learning rate of each part by step"
              x={stepsOf(points)}
              xName="Step"
              format={(value) => (value === 0 ? '0' : value.toExponential(1))}
              series={[...heads, ...encoder].map(({ rate, ...series }) => ({
                ...series,
                values: points.map(({ rateFactor }) => rateFactor * rate),
              }))}
            />
          </Figure>
        </div>
      )}
    </details>
  );
}

const stepsOf = (points: StepPoint[]) => points.map(({ step }) => step + 1);

/** Mean over a few steps: single batches jump. */
const WINDOW = 9;

function smooth(values: (number | null)[]): (number | null)[] {
  return values.map((value, i) => {
    if (value === null) return null;
    const around = values.slice(Math.max(0, i - WINDOW + 1), i + 1).filter((other) => other !== null);
    return around.reduce((a, b) => a + b, 0) / around.length;
  });
}
