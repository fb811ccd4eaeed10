/** What is under way or kept nowhere: what a page that is closed would lose, and what is shown of it from everywhere. */
import type { StoreApi } from 'zustand/vanilla';
import { isTuned } from '../model/tuned';
import type { EmbedStore } from './embedStore';
import type { ExploreStore, Step } from './explore/exploreStore';
import type { ExportStore } from './exportStore';
import type { ModelStore } from './modelStore';
import type { PredictionFileStore } from './predictionFileStore';
import type { ProjectState } from './project/projectStore';
import type { RunningTraining, TrainStore } from './trainStore';

export interface WorkingStores {
  embed: EmbedStore;
  explore: ExploreStore;
  exports: ExportStore;
  model: ModelStore;
  predictionFile: PredictionFileStore;
  project: Pick<StoreApi<Pick<ProjectState, 'saved'>>, 'getState' | 'subscribe'>;
  train: TrainStore;
}

/** Whether closing the page now would lose work: steps since the last checkpoint, a job, a file that is made, a model or run that storage had no room for, a project that cannot be kept. */
export function wouldBeLost({ embed, exports, model, predictionFile, project, train }: WorkingStores): boolean {
  const { loaded, stored, storedKnown } = model.getState();
  const isUnkept = loaded !== undefined && isTuned(loaded.id) && storedKnown && !stored.some(({ id }) => id === loaded.id);
  return (
    isUnkept ||
    project.getState().saved === 'failed' ||
    // Checkpoints are of ends of epochs: what was learned since is kept nowhere.
    train.getState().running !== undefined ||
    train.getState().shown?.unkept !== undefined ||
    train.getState().saying > 0 ||
    embed.getState().running?.progress !== undefined ||
    predictionFile.getState().running !== undefined ||
    exports.getState().saving !== undefined
  );
}

/** A job that is shown from every panel. */
export interface Job {
  /** The panel that has it. */
  tab: 'train' | 'embed' | 'predict';
  /** How far it is: "Training: epoch 3 of 10". */
  words: string;
}

/** @returns undefined while there is none */
export function jobUnderWay({
  embed,
  explore,
  predictionFile,
  train,
}: Pick<WorkingStores, 'embed' | 'explore' | 'predictionFile' | 'train'>): Job | undefined {
  const { running } = train.getState();
  if (running) return { tab: 'train', words: trainingInWords(running) };
  const embedding = embed.getState().running?.progress;
  if (embedding) return { tab: 'embed', words: `Embedding: ${share(embedding)}` };
  const predicting = predictionFile.getState().running?.progress;
  if (predicting) return { tab: 'predict', words: `Predicting: ${share(predicting)}` };
  const { step, count } = explore.getState();
  return step && count >= LONG_MAP ? { tab: 'embed', words: mapInWords(step) } : undefined;
}

/** A map of fewer points is there before anyone could read how far it is. */
const LONG_MAP = 1000;
const STEPS: readonly Step[] = ['reading', 'clusters', 'neighbours', 'layout'];

const mapInWords = ({ what, share: done }: { what: Step; share: number }): string =>
  `Map: step ${1 + STEPS.indexOf(what)} of ${STEPS.length}, ${Math.floor(100 * done)} %`;

function trainingInWords({ phase, paused, pace, sweep }: RunningTraining): string {
  if (paused) return 'Training is paused';
  const run = sweep ? `run ${sweep.run} of ${sweep.runs}, ` : '';
  if (phase === 'features' || !pace) return `Training: ${run}reading texts`;
  return `Training: ${run}epoch ${pace.epoch} of ${pace.epochs}`;
}

const share = ({ done, total }: { done: number; total?: number }): string =>
  total === undefined || total === 0 ? `${done} texts` : `${Math.floor((100 * done) / total)} %`;
