import { Chart, type Series } from '../../ui/Chart';
import { percent } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { EpochRecord } from '../../workers/protocol';
import { useTrain } from '../stores';

/** Losses by step, metrics by epoch, gradient norm and rates. */
export function Curves() {
  const { points, history, options } = useTrain((state) => state);
  const epochs = history.map(({ epoch }) => epoch);
  const of = (read: (record: EpochRecord) => number | undefined) => history.map((record) => read(record) ?? null);
  const curve = (name: string, colour: string, values: (number | null)[], dashed = false): Series[] =>
    values.some((value) => value !== null) ? [{ name, colour, values, dashed }] : [];
  const steps = points.map(({ step }) => step + 1);
  const [a, b] = [options.learningRate.taskA, options.learningRate.taskB];

  return (
    <Panel title="Curves">
      <div className="grid gap-x-4 gap-y-3 p-3 xl:grid-cols-2">
        {points.length > 0 ? (
          <Figure title="Loss by step">
            <Chart
              label="Training loss by step: total, Task A and Task B"
              x={steps}
              xName="Step"
              series={[
                ...curve('Total', '--muted', smooth(points.map(({ total }) => total))),
                ...curve('Task A', '--accent', smooth(points.map(({ taskA }) => taskA ?? null))),
                ...curve('Task B', '--loc', smooth(points.map(({ taskB }) => taskB ?? null))),
              ]}
            />
          </Figure>
        ) : null}
        <Figure title="Loss by epoch, dashed on validation">
          <Chart
            label="Mean loss of each epoch, and loss on the validation rows"
            x={epochs}
            xName="Epoch"
            series={[
              ...curve(
                'Task A',
                '--accent',
                of(({ train }) => train.taskA),
              ),
              ...curve(
                'A valid.',
                '--accent',
                of(({ validation }) => validation.taskA?.loss),
                true,
              ),
              ...curve(
                'Task B',
                '--loc',
                of(({ train }) => train.taskB),
              ),
              ...curve(
                'B valid.',
                '--loc',
                of(({ validation }) => validation.taskB?.loss),
                true,
              ),
            ]}
          />
        </Figure>
        <Figure title="Validation metrics by epoch">
          <Chart
            label="Validation metrics of each epoch"
            x={epochs}
            xName="Epoch"
            range={[0, 1]}
            format={percent}
            series={[
              ...curve(
                'Accuracy',
                '--accent',
                of(({ validation }) => validation.taskA?.accuracy),
              ),
              ...curve(
                'Macro-F1',
                '--accent',
                of(({ validation }) => validation.taskA?.macroF1),
                true,
              ),
              ...curve(
                'Entity F1',
                '--loc',
                of(({ validation }) => validation.taskB?.f1),
              ),
              ...curve(
                'Token acc.',
                '--loc',
                of(({ validation }) => validation.taskB?.tokenAccuracy),
                true,
              ),
            ]}
          />
        </Figure>
        {points.length > 0 && (
          <>
            <Figure title="Gradient norm by step">
              <Chart
                label="Global gradient norm by step, before clipping"
                x={steps}
                xName="Step"
                series={curve('Norm', '--org', smooth(points.map(({ gradNorm }) => gradNorm)))}
              />
            </Figure>
            <Figure title="Learning rates by step">
              <Chart
                label="Learning rate of each part by step"
                x={steps}
                xName="Step"
                format={(value) => value.toExponential(1)}
                series={[
                  ...curve(
                    'Class head',
                    '--accent',
                    points.map(({ rateFactor }) => rateFactor * a),
                  ),
                  ...curve(
                    'Token head',
                    '--loc',
                    points.map(({ rateFactor }) => rateFactor * b),
                  ),
                  ...curve(
                    'Encoder',
                    '--good',
                    options.unfreeze ? points.map(({ rateFactor }) => rateFactor * options.learningRate.encoder) : [],
                  ),
                ]}
              />
            </Figure>
          </>
        )}
      </div>
    </Panel>
  );
}

function Figure({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-xs font-semibold text-muted">{title}</figcaption>
      {children}
    </figure>
  );
}

/** Mean over a few steps: single batches jump. */
const WINDOW = 9;

function smooth(values: (number | null)[]): (number | null)[] {
  return values.map((value, i) => {
    if (value === null) return null;
    const around = values.slice(Math.max(0, i - WINDOW + 1), i + 1).filter((other) => other !== null);
    return around.reduce((a, b) => a + b, 0) / around.length;
  });
}
