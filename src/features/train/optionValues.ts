/** Options of a run, read and changed by the keys under which they are declared. */
import type { TrainOptions } from '../../train/plan/options';
import { RUN_SETTINGS } from '../../train/plan/settings';
import type { Unfreezing } from '../../train/plan/unfreezing';

type Change = Partial<TrainOptions>;

/** @param key of the declaration: `drift.stop` is inside `drift` */
export const readOption = (options: TrainOptions, key: string): unknown =>
  key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], options);

/** What to change for a setting to have this value. */
export function changeOption(options: TrainOptions, key: string, value: unknown): Change {
  const [first, second] = key.split('.');
  const inner = options[first as keyof TrainOptions];
  const change = { [first]: second === undefined ? value : { ...(inner as object), [second]: value } } as Change;
  return change.epochs === undefined ? change : { ...change, ...withinEpochs(options, change.epochs) };
}

/** Stages of a plan that begin after the last epoch would be refused. */
function withinEpochs({ unfreeze }: TrainOptions, epochs: number): Change {
  if (!unfreeze?.stages) return {};
  return { unfreeze: { ...unfreeze, stages: unfreeze.stages.filter(({ epoch }) => epoch <= epochs) } };
}

/**
 * Opens the encoder, instead of contrastive fine-tuning, or closes it; settings that nobody changed take the value that goes with it.
 *
 * @param usual what settings are with the encoder open, or closed, unless someone changes them
 */
export function changeEncoder(options: TrainOptions, unfreeze: Unfreezing | undefined, usual: (open: boolean) => TrainOptions): Change {
  const [before, after] = [options.unfreeze !== undefined, unfreeze !== undefined].map(usual);
  let change: Change = { unfreeze, ...(unfreeze ? { contrastive: undefined } : {}) };
  for (const setting of RUN_SETTINGS) {
    const [from, to] = [readOption(before, setting.key), readOption(after, setting.key)];
    if (from === to || readOption(options, setting.key) !== from) continue;
    change = { ...change, ...changeOption({ ...options, ...change }, setting.key, to) };
  }
  return change;
}

/** Options of the tasks without these settings of one of them, which are then left to its kind or its head. */
export function withoutTaskSettings({ tasks }: TrainOptions, task: string, keys: string[]): Pick<TrainOptions, 'tasks'> {
  const kept = Object.entries(tasks[task]).filter(([key]) => !keys.includes(key));
  return { tasks: { ...tasks, [task]: Object.fromEntries(kept) as TrainOptions['tasks'][string] } };
}
