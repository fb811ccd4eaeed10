import { useEffect, useState } from 'react';
import type { DrawnCurve } from '../../stores/label/labelCurveStore';
import { Button } from '../../ui/Button';
import { Chart } from '../../ui/Chart';
import { count, percent } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import type { LabelCurve as Curve, SuggestedTask } from '../../workers/protocol';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useLabelCurve, useStores, useSuggested } from '../stores';
import { hintOf } from './curveWords';

/** It is drawn again after so many more labels, and after so large a share more. */
const AGAIN_AFTER = 10;
const AGAIN_SHARE = 0.1;

/** How often suggestions are right by how many labels they come from, and whether more of them are worth it. */
export function LabelCurve({ task }: { task: SuggestedTask }) {
  const { labelCurve } = useStores();
  const session = useSuggested((state) => state.session);
  const isLearning = useSuggested((state) => state.learning);
  const learned = useSuggested((state) => state.learned[task.task]);
  const known = useLabelCurve((state) => state.drawn[task.column]);
  const running = useLabelCurve((state) => state.running);
  const error = useLabelCurve((state) => state.error);
  const drawn = known?.session === session ? known : undefined;
  const { draw, dismiss } = labelCurve.getState();
  /** By a person, who says when it goes on. */
  const [isHalted, setIsHalted] = useState(false);
  /** Labels that a curve can be drawn from by now: more are given, and more texts are read. */
  const usable = learned ? learned.labelled - learned.unread - learned.test : undefined;
  const isOld = !drawn || (usable !== undefined && isWorthAnother(drawn.curve, usable));
  // Labels that were just given are learned from first.
  const isDue = session !== undefined && isOld && !isLearning && !running && !error && !isHalted;
  useEffect(() => {
    if (isDue) void draw(task);
  }, [isDue, draw, task]);
  const isMine = running?.column === task.column;
  return (
    <div className="flex flex-col gap-2">
      {error && <ErrorAlert error={error} onDismiss={dismiss} />}
      {session === undefined && <p className="text-muted">The model is still being made ready.</p>}
      {isMine && (
        <div className="flex items-center gap-2">
          <ProgressBar label="Learning curve" value={running.done} max={running.total || undefined} />
          <Button
            className="h-7 px-2"
            onClick={() => {
              setIsHalted(true);
              running.stop();
            }}
          >
            Stop
          </Button>
        </div>
      )}
      {isHalted && !running && (
        <Button className="h-7 self-start px-2" onClick={() => setIsHalted(false)}>
          Draw the learning curve
        </Button>
      )}
      {drawn && <Drawn drawn={drawn} task={task.task} />}
    </div>
  );
}

/** @param usable labels that it can be drawn from by now */
function isWorthAnother({ labels, points }: Curve, usable: number): boolean {
  // Before there is one it says how many labels there are.
  if (points.length === 0) return usable !== labels;
  return usable < labels || usable - labels >= Math.max(AGAIN_AFTER, AGAIN_SHARE * labels);
}

function Drawn({ drawn: { curve }, task }: { drawn: DrawnCurve; task: string }) {
  const { points, outlook } = curve;
  const { law, gain } = outlook;
  const [hint, basis] = hintOf(curve);
  const labels = points.map((point) => point.labels);
  const x = gain ? [...labels, curve.labels + gain.labels] : labels;
  const beyond = gain ? [null] : [];
  const lows = points.map(({ low }) => low);
  return (
    <>
      <p className="font-medium">{hint}</p>
      {points.length > 1 && (
        <>
          <Chart
            label={`${task}: share of right suggestions by number of labels`}
            x={x}
            xName="Labels"
            range={[Math.max(0, Math.floor(10 * Math.min(...lows)) / 10), 1]}
            format={(value) => `${Math.round(100 * value)} %`}
            series={[
              {
                name: 'Right suggestions',
                colour: '--accent',
                values: [...points.map(({ share }) => share), ...beyond],
                band: [
                  [...lows, ...beyond],
                  [...points.map(({ high }) => high), ...beyond],
                ],
                marked: points.length - 1,
              },
              ...(law
                ? [{ name: 'Power law', colour: '--muted', values: x.map((size) => 1 - law.scale * size ** -law.exponent), dashed: true }]
                : []),
            ]}
          />
          <p className="sr-only">
            {points
              .map(({ labels: from, share, low, high }) => `${count(from)} labels: ${percent(share)}, ${percent(low)} to ${percent(high)}`)
              .join('; ')}
            .
          </p>
        </>
      )}
      {basis && <p className="text-xs text-muted">{basis}</p>}
    </>
  );
}
