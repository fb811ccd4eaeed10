import { curveKey } from '../../stores/curveStore';
import { startOf } from '../../stores/recipes';
import type { TaskCurve } from '../../train/curve/learningCurve';
import { Button } from '../../ui/Button';
import { Chart } from '../../ui/Chart';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { writeMetric } from '../metric';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useCurve, useData, useKinds, useModel, useTrain } from '../stores';
import { outlookInWords } from './outlookInWords';

/** Whether more labels would help: scores by how many rows heads learn from. */
export function LearningCurvePanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const info = useData((state) => state.info);
  const options = useTrain((state) => state.options);
  const freshHeads = useTrain((state) => startOf(state) === 'new');
  const busy = useTrain((state) => state.running !== undefined);
  const { running, drawn, error, draw, dismiss } = useCurve((state) => state);
  if (handle === undefined || !info || info.summary.rows.train === 0 || Object.keys(info.tasks).length === 0) return null;
  const open = options.unfreeze !== undefined || options.contrastive !== undefined;
  const { tasks, seed, validation, longTexts, stride } = options;
  const frozen = open ? { tasks, seed, validation, longTexts, stride } : options;
  const of = { handle, dataset: info.dataset, options: frozen, freshHeads };
  const curve = drawn?.of === curveKey(of) ? drawn.curve : undefined;
  return (
    <Panel
      title="Would more labels help?"
      aside={
        running ? (
          <Button onClick={running.stop}>Stop</Button>
        ) : (
          <Button disabled={busy} onClick={() => void draw(of)}>
            Draw the learning curve
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 p-3">
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        {running && (
          <div className="flex flex-col gap-1.5">
            <p className="text-sm">
              {running.total === undefined
                ? 'Texts go through the encoder…'
                : `${count(running.done)} of ${count(running.total)} subsets trained on`}
            </p>
            <ProgressBar label="Learning curve" value={running.done} max={running.total} />
          </div>
        )}
        {!curve && !running && <p className="text-sm text-muted">{ABOUT}</p>}
        {open && <p className="text-sm text-muted">{OPEN}</p>}
        {curve && (
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] gap-x-4 gap-y-5">
            {Object.entries(curve.tasks).map(([task, of]) => (
              <TaskCurveView key={task} task={task} of={of} folds={curve.folds} />
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
}

const ABOUT =
  'Heads are trained on an eighth, a quarter, half and all of the training rows, with the settings of the next run, and scored on rows that they have not seen. Texts without a label are left out. How the scores rise shows what more labels would bring.';
const OPEN =
  'The settings of the next run train the encoder. As the curve takes many runs, it is drawn with the heads alone and default settings.';

function TaskCurveView({ task, of, folds }: { task: string; of: TaskCurve; folds: number }) {
  const spec = useKinds(({ kinds }) => [...kinds.values()].flatMap(({ metrics }) => metrics).find(({ id }) => id === of.metric));
  const { points, outlook, evaluated } = of;
  const write = (value: number) => writeMetric(spec?.print, value);
  const { law, gain } = outlook;
  const sizes = [...new Set(points.map(({ rows }) => rows))].sort((a, b) => a - b);
  const largest = sizes[sizes.length - 1];
  const x = gain ? [...sizes, largest + gain.labels] : sizes;
  const means = x.map((size) => {
    const scores = points.filter(({ rows }) => rows === size).map(({ score }) => score);
    return scores.length > 0 ? scores.reduce((a, b) => a + b, 0) / scores.length : null;
  });
  const fitted = law ? x.map((size) => 1 - law.scale * size ** -law.exponent) : [];
  const scored =
    folds > 0 ? `by ${folds}-fold cross-validation on all ${plural(evaluated, 'row')}` : `on ${plural(evaluated, 'validation row')}`;
  return (
    <section aria-label={`Learning curve of ${task}`} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold break-words">{task}</h3>
      <p className={gain ? 'text-sm font-medium' : 'text-sm'}>{outlookInWords(outlook, spec?.print)}</p>
      <Chart
        label={`${task}: ${spec?.name ?? of.metric} by rows trained on`}
        x={x}
        xName="Rows"
        format={write}
        series={[
          { name: 'Mean of the subsets', colour: '--accent', values: means, marked: sizes.length - 1 },
          ...(law ? [{ name: 'Power law', colour: '--muted', values: fitted, dashed: true }] : []),
        ]}
      />
      <table className="text-right text-sm tabular-nums">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="text-left font-normal">
              Rows trained on
            </th>
            <th scope="col" className="font-normal">
              {spec?.name ?? of.metric}, each subset
            </th>
          </tr>
        </thead>
        <tbody>
          {sizes.map((size) => (
            <tr key={size}>
              <td className="text-left">{count(size)}</td>
              <td>{points.flatMap(({ rows, score }) => (rows === size ? [write(score)] : [])).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-xs text-muted">Scored {scored}.</p>
    </section>
  );
}
