import { Button } from '../../ui/Button';
import { count, duration } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { useEmbed } from '../stores';

export function JobProgress() {
  const running = useEmbed((state) => state.running);
  if (!running) return null;
  const { progress, stop } = running;
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
            'Reading the sentences…'
          )}
        </p>
        <ProgressBar label="Embedding" value={progress?.done ?? 0} max={progress?.total} />
      </div>
      <Button onClick={stop}>Stop</Button>
    </div>
  );
}
