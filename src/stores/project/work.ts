/** What of the stores is a person's own: read out of them, put back into new ones, and watched for changes. */
import { type KeptLabels, NO_LABELS } from '../../project/labels';
import type { KeptSource, Work } from '../../project/project';
import { KeptSteps, NO_STEPS } from '../../project/steps';
import { DEFAULT_OPTIONS } from '../../train/plan/options';
import type { DataStore } from '../dataStore';
import type { EmbedStore } from '../embedStore';
import type { LabelStore } from '../label/labelStore';
import { keptOrder } from '../label/rowOrder';
import { choicesOf, type SuggestionStore } from '../label/suggestionStore';
import type { ModelStore } from '../modelStore';
import type { PredictStore } from '../predictStore';
import type { TrainStore } from '../trainStore';
import type { Kept } from './autosave';

export interface WorkStores {
  data: DataStore;
  embed: EmbedStore;
  labels: LabelStore;
  model: ModelStore;
  predict: PredictStore;
  suggestions: SuggestionStore;
  train: TrainStore;
}

/** @param before what was kept, for what the stores do not know yet: a model or a data set that is still being opened */
export function workOf({ data, embed, model, predict, train }: WorkStores, before?: Work): Work {
  const { text, promptName } = embed.getState();
  const { source, options, split } = data.getState();
  const { options: trainOptions, startFrom, chosen, base } = train.getState();
  const { loaded } = model.getState();
  const { wanted, seed, untrained } = predict.getState();
  const opened = source ? { options, split } : before?.data;
  const id = loaded?.id ?? before?.model;
  return {
    text,
    train: { options: trainOptions, base, ...(startFrom ? { startFrom } : {}), ...(chosen === undefined ? {} : { chosen }) },
    seed,
    ...(untrained ? { untrained } : {}),
    ...(promptName === undefined ? {} : { promptName }),
    ...(opened ? { data: opened } : {}),
    ...(id === undefined ? {} : { model: id }),
    ...(wanted === undefined ? {} : { run: wanted }),
  };
}

/** @returns where the data set is from; undefined while there is none */
export const sourceOf = ({ data }: Pick<WorkStores, 'data'>): KeptSource | undefined => {
  const { source } = data.getState();
  return source?.kind === 'again' ? undefined : source;
};

export interface Restored extends Kept {
  work: Work;
  labels?: KeptLabels;
}

/** All of it as the stores have it. @param before what was kept, for what they do not know yet */
export function presentOf(stores: WorkStores, before: Kept = {}): Restored {
  const { tasks, marks, position, done, undone, earlier, order, lastOrder } = stores.labels.getState();
  const kept = order ? keptOrder(order, position) : lastOrder;
  const labels: KeptLabels = {
    ...{ tasks, marks, position, steps: { done, undone, earlier }, choices: choicesOf(stores.suggestions.getState()) },
    ...(kept ? { order: kept } : {}),
  };
  return { work: workOf(stores, before.work), source: sourceOf(stores) ?? before.source, labels };
}

/** Puts work into stores that are as new; the model is loaded by whoever calls. @returns once the data set is read */
export async function restoreWork(
  { data, embed, labels, predict, suggestions, train }: WorkStores,
  { work, source, labels: kept = NO_LABELS }: Restored,
): Promise<void> {
  const { tasks, marks, position, steps = NO_STEPS, order, choices = {} } = kept;
  labels.setState({ tasks, marks, position, ...steps, keptFrom: KeptSteps.of(steps).first, lastOrder: order });
  const { rankedBy, rankedTask, source: who } = choices;
  suggestions.setState({ chosen: rankedBy, rankedTask, ...(who ? { source: who } : {}) });
  const { text, promptName, seed, untrained = false, run } = work;
  embed.setState({ text, promptName });
  // Settings that came with a later version of the page have their defaults.
  const { options, startFrom, chosen, base } = work.train;
  train.setState({
    options: { ...DEFAULT_OPTIONS, ...options },
    startFrom,
    chosen,
    ...(base ? { base: { ...base, options: { ...DEFAULT_OPTIONS, ...base.options } } } : {}),
  });
  predict.setState({ seed, untrained, wanted: run });
  if (!work.data || !source) return;
  data.setState({ split: work.data.split });
  await data.getState().open(source, work.data.options);
}

/** @returns a function that ends the watch */
export function watchWork({ data, embed, model, predict, train }: WorkStores, changed: () => void): () => void {
  const stops = [data, embed, model, predict, train].map((store) => store.subscribe(changed));
  return () => {
    for (const stop of stops) stop();
  };
}
