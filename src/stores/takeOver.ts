/** What a page keeps when its worker is replaced. */
import type { DataStore } from './dataStore';
import type { EmbedStore } from './embedStore';
import type { ModelStore } from './modelStore';
import type { TrainStore } from './trainStore';

interface Kept {
  data: DataStore;
  embed: EmbedStore;
  model: ModelStore;
  train: TrainStore;
}

/** Texts, settings, the token, and the data set, which is read again as it was; results were the worker's. */
export function takeOver(from: Kept, to: Kept): void {
  const { text, promptName } = from.embed.getState();
  to.embed.setState({ text, promptName });
  to.train.setState({ options: from.train.getState().options });
  to.model.getState().setToken(from.model.getState().token);
  const { source, options } = from.data.getState();
  if (source) void to.data.getState().open(source, options);
}
