/** Settings as a recipe has them, and what a person changed on top. */
import type { TaskOptions, TrainOptions } from '../train/plan/options';
import type { Offer } from '../train/plan/recipes/offers';
import type { Situation } from '../train/plan/recipes/situation';
import { defaultOf, RUN_SETTINGS } from '../train/plan/settings';

export type StartFrom = 'new' | 'current';

/** What settings are before anyone changes them. */
export interface Base {
  /** Absent where none can be used: then these are the defaults. */
  recipe?: { name: string; title: string };
  options: TrainOptions;
  startFrom: StartFrom;
}

interface Choice {
  base: Base;
  options: TrainOptions;
  /** Absent where nobody has chosen. */
  startFrom?: StartFrom;
  situation?: Situation;
}

/** Whether the next run makes heads or goes on with those in use: where something of them is kept, with those. */
export function startOf({ base, options, startFrom, situation }: Choice): StartFrom {
  if (startFrom !== undefined) return startFrom;
  const keeps = options.unfreeze !== undefined || Object.values(options.tasks).some(({ freeze }) => freeze);
  const usable = situation?.heads.trained === true && situation.heads.misfit === undefined && options.contrastive === undefined;
  return keeps && usable ? 'current' : base.startFrom;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Settings that a person changed stay as they are, on top of another base. */
export function rebased(options: TrainOptions, before: TrainOptions, after: TrainOptions): TrainOptions {
  const found = changedOnTop<TrainOptions>(options, before, after);
  // A run learns from pairs or opens layers: a choice between the two is one change.
  const reach = same([options.unfreeze, options.contrastive], [before.unfreeze, before.contrastive]) ? after : options;
  const tasks = Object.keys(after.tasks).map((name) => {
    const own = options.tasks[name] ?? after.tasks[name];
    return [name, changedOnTop<TaskOptions>(own, before.tasks[name] ?? {}, after.tasks[name])] as const;
  });
  return { ...found, unfreeze: reach.unfreeze, contrastive: reach.contrastive, tasks: Object.fromEntries(tasks) };
}

function changedOnTop<T extends object>(now: T, before: Partial<T>, after: T): T {
  const keys = new Set([...Object.keys(now), ...Object.keys(after)] as (keyof T)[]);
  const entries = [...keys].map((key) => [key, same(now[key], before[key]) ? after[key] : now[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
}

/**
 * What settings are with the encoder open, or closed, until someone changes them: those of the base, or else of a recipe that
 * opens or closes it.
 */
export function usualOptions({ base, offers }: { base: Base; offers: Offer[] }, open: boolean): TrainOptions {
  const isSo = ({ unfreeze }: TrainOptions) => (unfreeze !== undefined) === open;
  if (isSo(base.options)) return base.options;
  const other = offers
    .flatMap(({ options }) => options ?? [])
    .find((options) => isSo(options) && !options.contrastive && !allFrozen(options));
  if (other) return other;
  const defaults = RUN_SETTINGS.filter(({ key }) => !key.includes('.')).map((setting) => [setting.key, defaultOf(setting, open)] as const);
  return { ...base.options, ...Object.fromEntries(defaults) };
}

const allFrozen = ({ tasks }: TrainOptions): boolean => Object.values(tasks).every(({ freeze }) => freeze);
