/** The settings of the next run: those of a recipe, and what a person changed on top. */
import type { StoreApi } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { TaskConfig } from '../tasks/kind';
import type { ClassTexts } from '../tasks/shared/classNames';
import { DEFAULT_OPTIONS, type TaskOptions, type TrainOptions } from '../train/plan/options';
import { type Offer, offersFor, type Proposal, proposalOf } from '../train/plan/recipes/offers';
import type { Situation, Speed } from '../train/plan/recipes/situation';
import type { RunRecord } from '../train/runs/runs';
import type { ComputeClient } from '../workers/client';
import type { KindInfo } from '../workers/protocol';
import { type Base, rebased, type StartFrom, startOf } from './recipes';
import { defaultTaskOptions, withClassTexts, withTasks } from './taskOptions';

export interface SettingsState {
  options: TrainOptions;
  /** `new`: heads made for the data set. `current`: those that answer now are trained on. Absent where nobody has chosen: see startOf. */
  startFrom?: StartFrom;
  /** What a recipe is chosen by; absent without a model and a data set. */
  situation?: Situation;
  /** Of the device, once it is measured. */
  speed?: Speed;
  /** Whether that is being found out. */
  measuring: boolean;
  /** What each recipe comes to. */
  offers: Offer[];
  proposal?: Proposal;
  /** The recipe that a person has chosen; else the one that is proposed is followed. */
  chosen?: string;
  /** Settings as the recipe has them. */
  base: Base;
  setOptions(change: Partial<TrainOptions>): void;
  /** Of one task. */
  setTaskOptions(task: string, change: Partial<TaskOptions>): void;
  /** What the classes of a task are described by; undefined for nothing. Kept whatever the recipe: see asked. */
  setClassTexts(task: string, texts: ClassTexts | undefined): void;
  /** The tasks that the next run trains: those of the data set. */
  setTasks(tasks: Record<string, TaskConfig>, kinds: ReadonlyMap<string, KindInfo>): void;
  setStartFrom(startFrom: StartFrom | undefined): void;
  /** All settings as the recipe has them; what classes are described by stays. */
  reset(): void;
  /** Follows a recipe, with all its settings. */
  choose(recipe: string): void;
  /** Finds out what recipes are chosen by; asked anew whenever the model, its heads or the data set change. */
  look(handle: number, dataset: number): Promise<void>;
  /** Measures the device, unless it has been. */
  measureSpeed(handle: number, dataset: number): Promise<void>;
  /** A run needs the device for itself. */
  stopMeasuring(): void;
  /** Another model, or another device. */
  forgetSpeed(): void;
}

/** What a run is started with. */
export interface StartSettings {
  options: TrainOptions;
  /** Whether heads are made for the data set, instead of training those that answer. */
  freshHeads: boolean;
  /** Where the options come from a recipe. */
  recipe?: RunRecord['recipe'];
}

type Asked = Pick<SettingsState, 'options' | 'startFrom' | 'base' | 'situation'>;

/** A run as the worker is asked for it. */
export const asked = (state: Asked): StartSettings => {
  const { recipe, options } = state.base;
  const startFrom = startOf(state);
  const named = withUsedNames(state.options, startFrom);
  return {
    options: startFrom === 'new' ? named : withoutShape(named, state.situation),
    freshHeads: startFrom === 'new',
    ...(recipe ? { recipe: { ...recipe, options } } : {}),
  };
};

/** What classes are described by counts for new heads that begin with it, and for tasks that are made of it. */
export function withUsedNames({ names = {}, ...options }: TrainOptions, startFrom: StartFrom): TrainOptions {
  const isUsed = (task: string) => startFrom === 'new' && (!Object.hasOwn(options.tasks, task) || options.tasks[task].head === 'names');
  const used = Object.entries(names).filter(([task]) => isUsed(task));
  return { ...options, ...(used.length > 0 ? { names: Object.fromEntries(used) } : {}) };
}

/** Heads that are there have their shape. */
function withoutShape(options: TrainOptions, situation: Situation | undefined): TrainOptions {
  const tasks = Object.entries(options.tasks).map(([name, own]) => {
    const { shaping = [] } = situation?.tasks[name] ?? {};
    return [name, Object.fromEntries(Object.entries(own).filter(([key]) => !shaping.includes(key))) as TaskOptions] as const;
  });
  return { ...options, tasks: Object.fromEntries(tasks) };
}

type Api<State> = Pick<StoreApi<State>, 'getState' | 'setState'>;

export function settingsSlice(
  client: ComputeClient,
  store: Api<SettingsState & { error?: TandemError; running?: unknown }>,
): SettingsState {
  const { getState: get, setState: set } = store;
  let defaults: TrainOptions['tasks'] = {};
  let kindsOf: Record<string, KindInfo> = {};
  let looks = 0;
  let probe: AbortController | undefined;

  /** The recipe's settings, with what was changed on top. */
  const follow = () => {
    const { situation, speed, chosen, options, base } = get();
    if (!situation) return;
    const offers = offersFor(situation, kindsOf, speed);
    const proposal = proposalOf(offers, situation);
    const offer = [offers.find(({ recipe }) => recipe.name === chosen), proposal?.offer].find((one) => one?.options);
    const next = offer ? baseOf(offer) : { options: { ...DEFAULT_OPTIONS, tasks: defaults }, startFrom: 'new' as const };
    set({ offers, proposal, base: next, options: rebased(options, base.options, next.options) });
  };

  return {
    options: DEFAULT_OPTIONS,
    measuring: false,
    offers: [],
    base: { options: DEFAULT_OPTIONS, startFrom: 'new' },
    setOptions: (change) => set({ options: { ...get().options, ...change } }),
    setTaskOptions(task, change) {
      const { options } = get();
      set({ options: { ...options, tasks: { ...options.tasks, [task]: { ...options.tasks[task], ...change } } } });
    },
    setClassTexts(task, texts) {
      const { options } = get();
      set({ options: withClassTexts(options, task, texts) });
    },
    setTasks(tasks, kinds) {
      defaults = Object.fromEntries(Object.entries(tasks).map(([name, { kind }]) => [name, defaultTaskOptions(kinds.get(kind))]));
      kindsOf = Object.fromEntries(
        Object.entries(tasks).flatMap(([name, { kind }]) => {
          const info = kinds.get(kind);
          return info ? [[name, info] as const] : [];
        }),
      );
      const { options, base } = get();
      set({ options: withTasks(options, tasks, kinds), base: { ...base, options: withTasks(base.options, tasks, kinds) } });
    },
    setStartFrom: (startFrom) => set({ startFrom }),
    reset() {
      const { base, options } = get();
      const { names } = options;
      set({ options: { ...base.options, ...(names ? { names } : {}) }, startFrom: undefined });
    },
    choose(recipe) {
      set({ chosen: recipe });
      follow();
      get().reset();
    },

    async look(handle, dataset) {
      const mine = ++looks;
      try {
        const situation = await client.call('situation', { handle, dataset });
        if (mine !== looks) return;
        set({ situation });
        follow();
      } catch (thrown) {
        const error = toTandemError(thrown);
        // What is gone by now is looked at no more: what took its place is.
        if (mine === looks && error.code !== 'disposed') set({ error });
      }
    },

    async measureSpeed(handle, dataset) {
      if (probe || get().running || get().speed) return;
      const controller = new AbortController();
      probe = controller;
      set({ measuring: true });
      try {
        const speed = await client.call('speed', { handle, dataset }, { signal: controller.signal });
        if (probe !== controller) return;
        set({ speed });
        follow();
      } catch {
        // Recipes then say nothing of time.
      } finally {
        if (probe === controller) get().stopMeasuring();
      }
    },

    stopMeasuring() {
      probe?.abort();
      probe = undefined;
      set({ measuring: false });
    },
    forgetSpeed() {
      get().stopMeasuring();
      set({ speed: undefined });
    },
  };
}

function baseOf({ recipe: { name, title }, options = DEFAULT_OPTIONS, startFrom = 'new' }: Offer): Base {
  return { recipe: { name, title }, options, startFrom };
}
