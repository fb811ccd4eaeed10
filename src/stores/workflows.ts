/** What happens in one store because of another. */
import type { DataStore } from './dataStore';
import type { KindsStore } from './kindsStore';
import type { ModelStore } from './modelStore';
import type { PredictionFileStore } from './predictionFileStore';
import type { TrainStore } from './trainStore';

interface Connected {
  data: DataStore;
  kinds: KindsStore;
  model: ModelStore;
  predictionFile: PredictionFileStore;
  train: TrainStore;
}

/** @returns a function that parts them again */
export function connectStores({ data, kinds, model, predictionFile, train }: Connected): () => void {
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
  const stops = [
    data.subscribe(({ info }, before) => {
      if (info === before.info) return;
      adoptTasks();
      measure();
    }),
    kinds.subscribe(adoptTasks),
    model.subscribe(({ loaded }, before) => {
      // The model that answers is about to be disposed of.
      if (loaded?.handle !== before.loaded?.handle) predictionFile.getState().running?.stop();
      if (loaded?.id !== before.loaded?.id || loaded?.handle !== before.loaded?.handle) measure();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
