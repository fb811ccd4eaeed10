import type { CalibratedAt, Calibration } from '../../train/learners/calibration';
import { count, percent, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ReliabilityDiagram } from '../../ui/ReliabilityDiagram';
import { useTrain } from '../stores';

/** How far the probabilities of the shown run's heads may be believed. */
export function CalibrationPanel() {
  const calibration = useTrain((state) => state.shown?.calibration);
  const tasks = Object.entries(calibration ?? {});
  if (tasks.length === 0) return null;
  return (
    <Panel title="Calibration" aside={<span className="text-xs text-muted">how sure the heads are, and how often they are correct</span>}>
      <div className="grid gap-px overflow-hidden bg-line last:rounded-b-lg xl:grid-cols-2">
        {tasks.map(([task, of], i) => (
          <TaskCalibration key={task} task={task} of={of} wide={tasks.length % 2 === 1 && i === tasks.length - 1} />
        ))}
      </div>
    </Panel>
  );
}

function TaskCalibration({ task, of, wide }: { task: string; of: Calibration; wide: boolean }) {
  const { before, after, temperature } = of;
  const now = after ?? before;
  return (
    <section aria-label={`Calibration of ${task}`} className={`flex min-w-0 flex-col gap-2 bg-panel p-3 ${wide ? 'xl:col-span-2' : ''}`}>
      <header className="flex flex-wrap items-baseline gap-x-2">
        <h3 className="font-semibold break-words">{task}</h3>
        <p className="text-xs text-muted">{rowsInWords(of)}</p>
      </header>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Change name="Calibration error" before={before.error} after={after?.error} write={percent} />
        <Change name="Cross-entropy" before={before.loss} after={after?.loss} write={(value) => value.toPrecision(3)} />
        {of.test && (
          <div className="flex gap-1.5">
            <dt className="text-muted">Calibration error, test</dt>
            <dd className="font-semibold tabular-nums">{percent(of.test.error)}</dd>
          </div>
        )}
      </dl>
      <p className="text-sm">{temperature === undefined ? of.why : inWords(temperature)}</p>
      <ReliabilityDiagram
        label={`${task}: how often answers are correct, by how sure they are`}
        bars={now.bins}
        earlier={after && before.bins}
      />
      <p className="text-xs text-muted">{legend(now, after !== undefined)}</p>
    </section>
  );
}

interface ChangeProps {
  name: string;
  before: number;
  after?: number;
  write(value: number): string;
}

function Change({ name, before, after = before, write }: ChangeProps) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="font-semibold tabular-nums">
        {write(after)}
        {after !== before && <span className="font-normal text-muted"> ({write(before)} before)</span>}
      </dd>
    </div>
  );
}

const rowsInWords = ({ by, rows }: Calibration) =>
  by === 'validation' ? plural(rows, 'validation row') : `${plural(rows, 'row')}, by cross-validation`;

function inWords(temperature: number): string {
  const was = temperature > 1 ? 'overconfident' : 'underconfident';
  return `The head was ${was}: its outputs are divided by a temperature of ${temperature.toPrecision(3)}. Its answers stay the same.`;
}

const legend = ({ bins, count: claims }: CalibratedAt, fitted: boolean) =>
  `Bars: how often ${claims === 1 ? 'the 1 probability' : `the ${count(claims)} probabilities`} in ${plural(bins.length, 'group')} came true; on the dashed line, as often as they say. Below: how many there are.${fitted ? ' Lines across: before.' : ''}`;
