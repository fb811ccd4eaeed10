import { type RefObject, useEffect, useRef } from 'react';
import { startOf } from '../../stores/recipes';
import type { TrainState } from '../../stores/trainStore';
import { trainAndAnswer } from '../../stores/workflows';
import { secondsOf } from '../../train/plan/recipes/seconds';
import type { RunRecord } from '../../train/runs/runs';
import { Button } from '../../ui/Button';
import { roughDuration } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useData, useModel, useStores, useTrain } from '../stores';
import { ForecastLine } from './ForecastLine';
import { NotifyMe } from './NotifyMe';
import { Pace } from './Pace';
import { Refusals, useRefusals } from './Refusals';
import { RowsOfRun } from './RowsOfRun';
import { RunCost } from './RunCost';
import { SweepForm } from './runs/SweepForm';
import { TakeAlong } from './TakeAlong';
import { TinyValidation } from './TinyValidation';

const isFrozen = ({ options: { tasks } }: TrainState, which: 'some' | 'every') => Object.values(tasks)[which](({ freeze }) => freeze);

/** Start, pause, stop, and how far it is. */
export function RunControls() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const dataset = useData(({ info }) => info?.dataset);
  // Labels that were given just now are in the data set that is being read.
  const reading = useData(({ loading }) => loading);
  const shown = useTrain((state) => state.shown);
  const isRunning = useTrain(({ running }) => running !== undefined);
  const encoderLearns = useTrain(({ options }) => options.unfreeze !== undefined || options.contrastive !== undefined);
  const everyFrozen = useTrain((state) => state.options.names === undefined && isFrozen(state, 'every'));
  const keepsRandomValues = useTrain((state) => startOf(state) === 'new' && isFrozen(state, 'some'));
  const stores = useStores();
  const refusals = useRefusals();
  const heading = useKeptFocus(isRunning);
  if (isRunning) {
    return (
      <Panel title="Run" heading={heading}>
        <div className="flex flex-col gap-2 p-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <PauseAndStop />
            <RowsOfRun />
            <NotifyMe />
          </div>
          <Pace />
        </div>
      </Panel>
    );
  }
  return (
    <Panel title="Run" heading={heading} aside={shown && <span className="text-muted">{statusOf(shown)}</span>}>
      <div className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button
            kind="primary"
            disabled={handle === undefined || dataset === undefined || reading || refusals.length > 0}
            onClick={() => void trainAndAnswer(stores, stores.train.getState().start)}
          >
            {everyFrozen && !encoderLearns && dataset !== undefined ? 'Evaluate' : 'Start'}
          </Button>
          <RowsOfRun />
          <ExpectedTime />
        </div>
        <NotifyMe />
        <TinyValidation />
        <Refusals refusals={refusals} />
        {keepsRandomValues && (
          <p className="text-warn">
            A new head that is frozen keeps its first, random values. Start with the current heads to keep what one has learned.
          </p>
        )}
        {shown && <RunCost run={shown} />}
        {encoderLearns && handle !== undefined && dataset !== undefined && <ForecastLine handle={handle} dataset={dataset} />}
        {handle !== undefined && dataset !== undefined && <SweepForm handle={handle} dataset={dataset} disabled={reading} />}
        <TakeAlong />
      </div>
    </Panel>
  );
}

/** Start and Stop take each other's place: the focus that one of them had goes to the heading before them. */
function useKeptFocus(isRunning: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(isRunning);
  useEffect(() => {
    if (before.current === isRunning) return;
    before.current = isRunning;
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [isRunning]);
  return heading;
}

/** Of the settings as they are, by what a token costs on this device. */
function ExpectedTime() {
  const seconds = useTrain(({ options, situation, speed }) => situation && speed && secondsOf(options, situation, speed));
  if (seconds === undefined) return null;
  return <span className="ml-auto text-muted tabular-nums">{roughDuration(seconds)}</span>;
}

function PauseAndStop() {
  const isPaused = useTrain(({ running }) => running?.paused ?? false);
  const isStopping = useTrain(({ running }) => running?.stopping ?? false);
  const trains = useTrain(({ running }) => running?.phase === 'training');
  const pause = useTrain((state) => state.pause);
  const stop = useTrain((state) => state.stop);
  return (
    <div className="flex gap-2">
      <Button disabled={isStopping || !trains} onClick={() => void pause(!isPaused)}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button disabled={isStopping} onClick={stop}>
        {isStopping ? 'Stopping…' : 'Stop'}
      </Button>
    </div>
  );
}

function statusOf({ status, note }: RunRecord): string {
  switch (status) {
    case 'finished':
      return 'Finished';
    case 'stopped':
      return 'Stopped: what was learned by then is kept';
    case 'stopped early':
      return note ? 'Ended early' : 'Ended early: the metric no longer improved';
    case 'diverged':
      return 'Ended: the loss was no longer a number';
    case 'running':
      return 'Interrupted: what was learned by then is kept';
    case 'unreadable':
      return 'It cannot be read';
  }
}
