import { MOST_UNASKED } from '../../stores/explore/exploreStore';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { useExplore } from '../stores';
import { STEP_WORDS } from './words';

/** How far the map is, with a way to stop it, or a button that draws it. */
export function MapProgress() {
  const step = useExplore((state) => state.step);
  const draw = useExplore((state) => state.draw);
  const stop = useExplore((state) => state.stop);
  const rows = useExplore((state) => state.count);
  const drawn = useExplore((state) => state.points !== undefined);
  const stopped = useExplore((state) => state.stopped);
  if (step) {
    const words = STEP_WORDS[step.what];
    return (
      <div className="flex items-center gap-3 px-3 py-2">
        <div className="flex flex-1 flex-col gap-1.5">
          <p className="tabular-nums">
            {words} · {Math.floor(step.share * 100)} %
          </p>
          <ProgressBar label={words} value={step.share} max={1} />
        </div>
        <Button onClick={stop}>Stop the map</Button>
      </div>
    );
  }
  if (stopped) {
    return (
      <div className="flex flex-wrap items-center gap-3 px-3 py-2">
        <p className="flex-1 text-muted">{drawn ? 'Stopped: the points are where they were then.' : 'Stopped before there was a map.'}</p>
        <Button onClick={() => void draw()}>Draw the map again</Button>
      </div>
    );
  }
  if (drawn) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 p-3">
      <Button kind="primary" onClick={() => void draw()}>
        Draw the map of {plural(rows, 'sentence')}
      </Button>
      {rows > MOST_UNASKED && <p className="text-muted">More than 5,000 sentences take minutes. The page can be used meanwhile.</p>}
    </div>
  );
}
