import { Button } from './Button';
import { count, duration } from './format';
import { ProgressBar } from './ProgressBar';

interface RunningJobProps {
  /** What is done: "Embedding". */
  label: string;
  /** What is shown as long as there is no progress. */
  waiting: string;
  progress?: { done: number; total?: number; perSecond: number; secondsLeft?: number };
  onStop: () => void;
}

/** How far a job is, how fast, what is left, and a way to stop it. */
export function RunningJob({ label, waiting, progress, onStop }: RunningJobProps) {
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
      <div className="flex flex-1 flex-col gap-1.5">
        <p className="tabular-nums">
          {progress ? (
            <>
              {count(progress.done)} of {progress.total === undefined ? '…' : count(progress.total)} ·{' '}
              {count(Math.round(progress.perSecond))}/s
              {progress.secondsLeft !== undefined && progress.secondsLeft > 0 && ` · ${duration(progress.secondsLeft)} left`}
            </>
          ) : (
            waiting
          )}
        </p>
        <ProgressBar label={label} value={progress?.done ?? 0} max={progress?.total} />
      </div>
      <Button onClick={onStop}>Stop</Button>
    </div>
  );
}
