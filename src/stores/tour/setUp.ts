/** Puts the page into the state that a step of the exercise is about. */
import type { DataStore } from '../dataStore';
import { type EmbedStore, toLines } from '../embedStore';
import type { ModelStore } from '../modelStore';
import type { PredictStore } from '../predictStore';
import type { TrainStore } from '../trainStore';
import type { SetUp } from './tourSteps';

interface ToSetUp {
  data: DataStore;
  embed: EmbedStore;
  model: ModelStore;
  predict: PredictStore;
  train: TrainStore;
}

/** @returns why it could not be done, in a sentence; undefined where it was */
export async function setUp({ data, embed, model, predict, train }: ToSetUp, what: SetUp): Promise<string | undefined> {
  const { loaded } = model.getState();
  if (!loaded) return 'The model is still being loaded.';
  const { handle } = loaded;
  if (what.kind === 'embed') {
    void embed.getState().embed(handle);
    return undefined;
  }
  if (what.kind === 'untrained') {
    await predict.getState().forget(handle, toLines(embed.getState().text));
    return undefined;
  }
  if (train.getState().running) return 'A run is under way. Wait for its end, or stop it.';
  if (data.getState().source?.kind !== 'sample') await data.getState().open({ kind: 'sample' });
  const { info } = data.getState();
  if (!info) return data.getState().error?.message;
  const { look, choose } = train.getState();
  await look(handle, info.dataset);
  const refusal = train.getState().offers.find(({ recipe }) => recipe.name === what.recipe)?.refusal;
  if (refusal !== undefined) return refusal;
  choose(what.recipe);
  const { setOptions, setTaskOptions, setStartFrom } = train.getState();
  if (what.options) setOptions(what.options);
  for (const [task, weight] of Object.entries(what.weights ?? {})) setTaskOptions(task, { weight });
  if (what.startFrom) setStartFrom(what.startFrom);
  return undefined;
}
