/** What happens in one store because of another. */
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { DataStore } from './dataStore';
import type { KindsStore } from './kindsStore';
import type { LabelStore } from './label/labelStore';
import type { ModelStore } from './modelStore';
import type { PredictionFileStore } from './predictionFileStore';
import type { PredictStore } from './predictStore';
import type { TrainStore } from './trainStore';

interface Connected {
  data: DataStore;
  kinds: KindsStore;
  model: ModelStore;
  predict: PredictStore;
  predictionFile: PredictionFileStore;
  train: TrainStore;
}

/** @returns a function that parts them again */
export function connectStores({ data, kinds, model, predict, predictionFile, train }: Connected): () => void {
  const adoptTasks = () => {
    const { info } = data.getState();
    const known = kinds.getState().kinds;
    // Defaults of a task are its kind's.
    if (info && known.size > 0) train.getState().setTasks(info.tasks, known);
  };
  const measure = () => {
    const { loaded } = model.getState();
    if (loaded && data.getState().info) void data.getState().measure(loaded.handle);
  };
  /** Recipes are chosen by the model, its heads and the data set. */
  const look = () => {
    const { loaded } = model.getState();
    const { info } = data.getState();
    if (loaded && info) void train.getState().look(loaded.handle, info.dataset);
  };
  const stops = [
    data.subscribe(({ info }, before) => {
      if (info === before.info) return;
      adoptTasks();
      // Another data set has a proposal of its own; a corrected one keeps what was chosen.
      if (before.info && info?.name !== before.info.name) train.setState({ chosen: undefined });
      look();
      measure();
    }),
    kinds.subscribe(() => {
      adoptTasks();
      look();
    }),
    predict.subscribe(({ run }, before) => {
      if (run !== before.run) look();
    }),
    model.subscribe(({ loaded }, before) => {
      const isNew = loaded?.handle !== before.loaded?.handle;
      // The model that answers is about to be disposed of.
      if (isNew) predictionFile.getState().running?.stop();
      if (isNew && loaded) void predict.getState().adopt(loaded.handle, loaded.id, loaded.ownTasks);
      if (isNew || loaded?.device.device !== before.loaded?.device.device) train.getState().forgetSpeed();
      if (!isNew && loaded?.id === before.loaded?.id) return;
      look();
      measure();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Has the data set know the labels that were given since it was read. */
export async function relabel({ data, labels }: { data: DataStore; labels: LabelStore }): Promise<void> {
  const { stale, marks } = labels.getState();
  const { info } = data.getState();
  if (!stale || !info) return;
  await data.getState().relabel();
  if (data.getState().info !== info && labels.getState().marks === marks) labels.getState().told();
}

/** Trains the loaded model on the data set that is open, and answers with what it has learned. */
export async function trainAndAnswer(
  { data, model, predict }: Pick<Connected, 'data' | 'model' | 'predict'>,
  train: (handle: number, dataset: number) => Promise<RunDetails | undefined>,
): Promise<void> {
  await predict.getState().adopted();
  const { loaded } = model.getState();
  const { info } = data.getState();
  if (!loaded || !info) return;
  const run = await train(loaded.handle, info.dataset);
  if (!run) return;
  predict.getState().answerWith(run);
  // The model was loaded anew in the meantime, on another device or as another one: it has other heads.
  const now = model.getState().loaded;
  if (now && now.handle !== loaded.handle) await predict.getState().adopt(now.handle, now.id, now.ownTasks);
}

/** Shows a kept run and answers with its heads, on the model that they belong to. */
export async function takeKeptRun(
  { model, predict, train }: Pick<Connected, 'model' | 'predict' | 'train'>,
  run: RunRecord,
): Promise<void> {
  const belongsTo = run.tuned ?? run.model;
  if (model.getState().loaded?.id !== belongsTo) {
    predict.getState().expect(run.id);
    if (!(await model.getState().load(belongsTo))) return;
  }
  await predict.getState().adopted();
  const { loaded } = model.getState();
  const used = loaded && (await train.getState().use(loaded.handle, run.id));
  if (used) predict.getState().answerWith(used);
}
