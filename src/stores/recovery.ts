/** What happens when a worker has died, or a page was left in the middle of a run: a new worker has the run go on from its last checkpoint. */
import { plural } from '../plural';
import type { RunRecord } from '../train/runs/runs';
import type { DataStore } from './dataStore';
import type { EmbedFileStore } from './embedFileStore';
import type { ModelStore } from './modelStore';
import type { PredictionFileStore } from './predictionFileStore';
import type { PredictStore } from './predictStore';
import type { StartSettings } from './settingsSlice';
import type { TrainStore } from './trainStore';
import { trainAndAnswer } from './workflows';

/** Deaths in a row after which a run is not resumed, nor a worker started, without being asked. */
export const MOST_DEATHS = 3;

/** How long the run of a worker that was ended is given to become free. */
const FREE_MS = 5000;

/** A run whose worker died, or ended with its page. */
export interface InterruptedRun extends StartSettings {
  /** Undefined for one that had not begun. */
  id?: string;
  paused: boolean;
  /** Runs of its sweep that are still to come, which are not run. */
  left?: number;
  /** Whether it finished an epoch on that worker. */
  progressed: boolean;
}

/** @returns undefined where no run was under way, or it was about to end */
export function interruptedRun(train: TrainStore): InterruptedRun | undefined {
  const { running, history } = train.getState();
  if (!running || running.stopping) return undefined;
  const { run: id, freshHeads, options, recipe, paused, epochsBefore, sweep } = running;
  const left = sweep ? { left: sweep.runs - sweep.run } : {};
  return { id, freshHeads, options, recipe, paused, ...left, progressed: history.length > epochsBefore };
}

interface Interrupted {
  embedFile: EmbedFileStore;
  model: ModelStore;
  predictionFile: PredictionFileStore;
}

/** What happened, and what a new worker cannot take over. */
export function whatHappened({ embedFile, model, predictionFile }: Interrupted): string {
  const { loading } = model.getState();
  const results = [...(embedFile.getState().info ? ['embeddings'] : []), ...(predictionFile.getState().info ? ['predictions'] : [])].join(
    ' and ',
  );
  return [
    'The compute worker stopped, as can happen when memory runs out, and a new one was started.',
    loading && `It was loading ${loading.model}.`,
    results && `The ${results} of your file were lost: open the file again.`,
  ]
    .filter(Boolean)
    .join(' ');
}

interface Recovering {
  data: DataStore;
  model: ModelStore;
  predict: PredictStore;
  train: TrainStore;
}

/**
 * Has an interrupted run go on, on stores whose data set is there.
 *
 * @param deaths of workers in a row
 * @param before the model that was in use, for a run of which nothing was kept
 * @param tell hears what comes of it, in a sentence, as soon as that is clear
 */
export async function goOn(
  { data, model, predict, train }: Recovering,
  run: InterruptedRun,
  deaths: number,
  before: string,
  tell: (sentence: string) => void,
): Promise<void> {
  const kept = await freeRun(train, run.id);
  await model.getState().load(kept?.model ?? before);
  if (deaths >= MOST_DEATHS) {
    const resumed = kept?.resumable ? ' It can be resumed under Runs.' : '';
    tell(
      `That happened ${deaths} times in a row in this run, so it is not resumed automatically. If memory runs out, lower the batch size, open fewer layers, or choose a smaller model.${resumed}`,
    );
    return;
  }
  if (kept?.underWay) {
    tell('Another tab has gone on with the run.');
    return;
  }
  const { loaded } = model.getState();
  const { info } = data.getState();
  if (!loaded || !info) {
    tell('The run was not resumed, because its model or data set could not be loaded again. Load them, then resume it under Runs.');
    return;
  }
  const others = run.left ? ` The ${plural(run.left, 'run')} of the sweep behind it will not be run: start them again.` : '';
  if (!kept?.resumable && run.left !== undefined) {
    tell(`A run of the sweep had no checkpoint yet, so it is not resumed.${others}`);
    return;
  }
  if (!kept?.resumable && !run.freshHeads) {
    tell('The run had no checkpoint yet, and the heads that it began with are gone. Start it again.');
    return;
  }
  tell(
    kept?.resumable
      ? `The run goes on after its last checkpoint, epoch ${kept.history.length}.${others}`
      : 'The run had no checkpoint yet, so it begins again.',
  );
  await trainAndAnswer({ data, model, predict }, (handle, dataset) => {
    const { resume, start, pause } = train.getState();
    const { options, freshHeads, recipe } = run;
    const going = kept?.resumable ? resume(handle, dataset, kept.id) : start(handle, dataset, { options, freshHeads, recipe });
    if (run.paused) void pause(true);
    return going;
  });
}

/** @returns the run as it is kept, once the worker that had it is gone; still under way where another tab has it */
async function freeRun(train: TrainStore, run: string | undefined): Promise<RunRecord | undefined> {
  for (const until = performance.now() + FREE_MS; ; ) {
    await train.getState().refreshRuns();
    const kept = train.getState().runs.find(({ id }) => id === run);
    if (!kept?.underWay || performance.now() > until) return kept;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
