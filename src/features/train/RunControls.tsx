import { useRef } from 'react';
import { isTuned } from '../../model/tuned';
import { Button } from '../../ui/Button';
import { count, duration, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { useData, useModel, usePredict, useTrain } from '../stores';
import { ForecastLine } from './ForecastLine';
import { RunCost } from './RunCost';
import { TunedModel } from './TunedModel';

const STATUS = {
  finished: 'Finished',
  stopped: 'Stopped: what was learnt by then is kept',
  'stopped early': 'Ended early: the metric no longer rose',
  diverged: 'Ended: the loss was no longer a number',
  running: 'Interrupted: what was learnt by then is kept',
};

/** Start, pause, stop, and how far it is. */
export function RunControls() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const { info, open, loading } = useData((state) => state);
  const { running, shown, options, startFrom, start, pause, stop } = useTrain((state) => state);
  const { answerWith, adopt } = usePredict((state) => state);
  const model = useModel(({ loaded }) => loaded?.id);
  const current = useRef({ handle, model });
  current.current = { handle, model };
  const everythingFrozen = options.freeze.encoder && options.freeze.taskA && options.freeze.taskB;

  const begin = async () => {
    if (handle === undefined || !info) return;
    const run = await start(handle, info.dataset);
    if (!run) return;
    answerWith(run);
    // The model was loaded anew in the meantime, on another device or as another one: it has other heads.
    const now = current.current;
    if (now.handle !== handle && now.handle !== undefined && now.model !== undefined) await adopt(now.handle, now.model);
  };

  return (
    <Panel title="Run" aside={!running && shown && <span className="text-muted">{STATUS[shown.status]}</span>}>
      <div className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-2">
          {running ? (
            <>
              <Button disabled={running.stopping || running.phase === 'features'} onClick={() => void pause(!running.paused)}>
                {running.paused ? 'Resume' : 'Pause'}
              </Button>
              <Button disabled={running.stopping} onClick={stop}>
                {running.stopping ? 'Stopping…' : 'Stop'}
              </Button>
            </>
          ) : (
            <Button kind="primary" disabled={handle === undefined || !info} onClick={() => void begin()}>
              {everythingFrozen ? 'Evaluate' : 'Start'}
            </Button>
          )}
          {info ? (
            <span className="text-muted">
              {info.name} · {plural(info.summary.rows.train, 'sentence')} to train on, {count(info.summary.rows.validation)} to validate
            </span>
          ) : (
            <>
              <Button disabled={loading} onClick={() => void open({ kind: 'sample' })}>
                Load the sample
              </Button>
              <span className="text-muted">No data set is loaded. Take the sample, or open files in the panel Data.</span>
            </>
          )}
        </div>
        {!running && startFrom === 'new' && (options.freeze.taskA || options.freeze.taskB) && (
          <p className="text-warn">
            A head that is frozen from the start has only its first, random values. Start with the heads in use to keep what one has learnt.
          </p>
        )}
        {running && <Pace />}
        {!running && shown && <RunCost run={shown} />}
        {!running && options.unfreeze && handle !== undefined && info && <ForecastLine handle={handle} dataset={info.dataset} />}
        {!running && handle !== undefined && model !== undefined && isTuned(model) && <TunedModel handle={handle} model={model} />}
      </div>
    </Panel>
  );
}

function Pace() {
  const { running, history, options } = useTrain((state) => state);
  if (!running) return null;
  const { phase, features, pace, paused } = running;
  const reads = options.unfreeze ? 'Layers that do not learn read every sentence once' : 'The encoder reads every sentence once';
  if (phase === 'features' || !pace) {
    return (
      <>
        <p className="text-muted tabular-nums" role="status">
          {features
            ? `${reads}: ${count(features.done)} of ${count(features.total ?? 0)} · ${count(Math.round(features.perSecond))}/s${features.secondsLeft !== undefined && features.secondsLeft > 1 ? ` · ${duration(features.secondsLeft)} left` : ''}`
            : `${reads}…`}
        </p>
        <ProgressBar label="Features" value={features?.done ?? 0} max={features?.total} />
      </>
    );
  }
  return (
    <>
      <p className="text-muted tabular-nums">
        {paused && 'Paused · '}Epoch {Math.min(history.length + 1, options.epochs)} of {options.epochs} · step {count(pace.step)} of{' '}
        {count(pace.steps)} · {count(Math.round(pace.tokensPerSecond))} tokens/s
        {pace.secondsLeft !== undefined && ` · ${duration(pace.secondsLeft)} left`}
      </p>
      <ProgressBar label="Training" value={pace.step} max={pace.steps} />
    </>
  );
}
