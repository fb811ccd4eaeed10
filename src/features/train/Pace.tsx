import { type RunningTraining, shownOptions } from '../../stores/trainStore';
import type { Contrastive } from '../../train/plan/contrastive';
import type { PaceReport } from '../../train/runs/pace';
import { count, duration, rate } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { useData, useKinds, useTrain } from '../stores';
import { overInWords, valueInWords } from './runs/swept';

/** How far the run is: texts read, then epochs and steps. */
export function Pace() {
  const running = useTrain((state) => state.running);
  if (!running) return null;
  return (
    <>
      <SweepPace />
      <RunPace running={running} />
    </>
  );
}

/** How far the sweep is that the run is a part of. */
function SweepPace() {
  const sweep = useTrain(({ running }) => running?.sweep);
  const kinds = useKinds((state) => state.kinds);
  const tasks = useData(({ info }) => info?.tasks);
  if (!sweep) return null;
  const { over, value, run, runs } = sweep;
  return (
    <>
      <p className="font-medium tabular-nums">
        Run {run} of {runs} · {overInWords(over, tasks ?? {}, kinds)}: {valueInWords(over, value, tasks ?? {}, kinds)}
      </p>
      <ProgressBar label="Sweep" value={run - 1} max={runs} />
    </>
  );
}

function RunPace({ running: { phase, pace, paused } }: { running: RunningTraining }) {
  const contrastive = useTrain((state) => shownOptions(state).contrastive);
  if (phase === 'features' || !pace) return <Reading />;
  return (
    <>
      <p className="text-muted tabular-nums">
        {paused && 'Paused · '}
        {contrastive ? 'Pairs' : `Epoch ${pace.epoch} of ${pace.epochs}`} · step {count(pace.step)} of {count(pace.steps)} ·{' '}
        {contrastive && pace.secondsLeft
          ? `${pairsPerSecond(contrastive, pace)} pairs/s`
          : `${count(Math.round(pace.tokensPerSecond))} tokens/s`}
        {pace.secondsLeft !== undefined && ` · ${duration(pace.secondsLeft)} left`}
      </p>
      <ProgressBar label="Training" value={pace.step} max={pace.steps} />
    </>
  );
}

const pairsPerSecond = ({ batchSize }: Contrastive, { step, steps, secondsLeft = 0 }: PaceReport): string =>
  rate((batchSize * (steps - step)) / secondsLeft);

function Reading() {
  const features = useTrain(({ running }) => running?.features);
  const isOpen = useTrain((state) => shownOptions(state).unfreeze !== undefined);
  const fold = useTrain(({ running }) => running?.fold);
  // The features of the run that is kept are read after the last fold.
  if (fold && (fold.fold < fold.folds || features?.done === features?.total)) {
    return (
      <>
        <p className="text-muted" role="status">
          Cross-validation: fold {fold.fold} of {fold.folds}, before the run that is kept…
        </p>
        <ProgressBar label="Cross-validation" value={fold.fold - 1} max={fold.folds} />
      </>
    );
  }
  const reads = isOpen ? 'Frozen layers read every text once' : 'The encoder reads every text once';
  const pace = features && [
    `${count(features.done)} of ${count(features.total ?? 0)}`,
    `${count(Math.round(features.perSecond))}/s`,
    ...(features.secondsLeft !== undefined && features.secondsLeft > 1 ? [`${duration(features.secondsLeft)} left`] : []),
  ];
  return (
    <>
      <p className="text-muted tabular-nums">{pace ? `${reads}: ${pace.join(' · ')}` : `${reads}…`}</p>
      <ProgressBar label="Features" value={features?.done ?? 0} max={features?.total} />
    </>
  );
}
