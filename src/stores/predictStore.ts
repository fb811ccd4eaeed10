/** What the heads answer, and which heads those are: a run's, those that came with the model, or first values of a seed. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { Prediction } from '../inference/predict';
import { isBundled } from '../model/bundled';
import { isFromDisk } from '../model/diskName';
import { isTuned } from '../model/tuned';
import type { TaskConfig } from '../tasks/kind';
import type { SolvedNames } from '../tasks/shared/classNames';
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { ComputeClient } from '../workers/client';
import type { SampleHeads } from '../workers/protocol';
import { DEFAULT_SEED, EXERCISE_TASKS } from './exercise';
import type { KindsStore } from './kindsStore';
import { textsOf } from './pairs';

/** Sentences shown at once; every one is a card of its own. */
export const MAX_PREDICTIONS = 200;

/** Typing is answered when it has paused for so long. */
export const PAUSE_MS = 300;
/** What would take longer waits for a person to ask for it. */
const TOO_SLOW_MS = 1500;

export interface PredictState {
  seed: number;
  /** The run whose heads answer; none while they are untrained. */
  run?: RunRecord;
  /** Id of the run whose heads are to answer whenever the model that it trained is loaded. */
  wanted?: string;
  /** Tasks that the model brought, with trained heads; they answer unless a run's do. */
  own?: Record<string, TaskConfig>;
  /** The heads that came with the page, while they answer: until a person trains some, or wants untrained ones. */
  sample?: SampleHeads;
  /** Whether a person asked for untrained heads. */
  untrained: boolean;
  /** Whether it is settled which heads the loaded model has. */
  settled: boolean;
  running: boolean;
  error?: TandemError;
  predictions?: Prediction[];
  /** The lines that the predictions are of. */
  answered?: string[];
  /** Milliseconds that the latest prediction took, where what was typed since would take too long to be answered unasked. */
  tooSlow?: number;
  /** How many sentences were given; more than MAX_PREDICTIONS are not all answered. */
  asked: number;
  /** @param lines one text each; a second text is parted from it by a tab */
  predict(handle: number, lines: string[]): Promise<void>;
  /** Predicts once typing has paused, unless the latest prediction says that it would take long. */
  type(handle: number, lines: string[]): void;
  setSeed(handle: number, seed: number, lines: string[]): Promise<void>;
  /** The model has the heads of this run now, unless the one before is better and stays. */
  answerWith(run: RunRecord & Pick<RunDetails, 'outdone'>): void;
  /** The model that is about to be loaded is to answer with the heads of this run. */
  expect(run: string | undefined): void;
  /** Back to untrained heads. */
  forget(handle: number, lines: string[]): Promise<void>;
  /** Back from untrained heads to those that came with the page. */
  useSample(handle: number): Promise<void>;
  /**
   * A freshly loaded model has heads of its own, or those of the default seed; gives it those that were in use with it.
   * @param own tasks that it brought
   */
  adopt(handle: number, model: string, own?: Record<string, TaskConfig>): Promise<void>;
  /** Once the loaded model has its heads: those that it is being given would take the place of any that come first. */
  adopted(): Promise<void>;
  dismiss(): void;
}

export type PredictStore = ReturnType<typeof createPredictStore>;

/** The tasks whose heads answer. */
export const answeringTasks = ({ run, own, sample }: Pick<PredictState, 'run' | 'own' | 'sample'>): Record<string, TaskConfig> =>
  run?.tasks ?? own ?? sample?.tasks ?? EXERCISE_TASKS;

/** Tasks that are answered from the names of their classes alone, as their heads have seen no label. */
export const answeringByName = (state: Pick<PredictState, 'run' | 'own'>): string[] =>
  Object.entries(answeringTasks(state)).flatMap(([name, { solvedNames }]) =>
    (solvedNames as SolvedNames | undefined)?.rows === 0 ? [name] : [],
  );

/** Whether a run trained anything: one in which everything is frozen only evaluates, and a head that is solved at once has no epochs. */
export const hasLearned = ({ history, tasks }: Pick<RunRecord, 'history' | 'tasks'>): boolean =>
  history.length > 0 || Object.values(tasks).some(({ solvedC }) => solvedC !== undefined);

export function createPredictStore(client: ComputeClient, kinds: KindsStore) {
  return createStore<PredictState>()((set, get) => {
    let job: AbortController | undefined;
    let asked: string[] | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Of the latest prediction. */
    let took = { milliseconds: 0, work: 1 };
    let adopting: Promise<void> | undefined;

    const seedHeads = (handle: number) => client.call('setTasks', { handle, tasks: EXERCISE_TASKS, seed: get().seed });
    const attempt = async (task: () => Promise<void>) => {
      try {
        await task();
      } catch (thrown) {
        set({ error: toTandemError(thrown) });
      }
    };

    return {
      seed: DEFAULT_SEED,
      untrained: false,
      settled: false,
      running: false,
      asked: 0,
      dismiss: () => set({ error: undefined }),

      async predict(handle, lines) {
        clearTimeout(timer);
        job?.abort();
        const controller = new AbortController();
        job = controller;
        asked = lines;
        set({ running: true, error: undefined, tooSlow: undefined });
        const started = performance.now();
        try {
          if (adopting) await adopting;
          if (job !== controller) return;
          const texts = textsOf(lines.slice(0, MAX_PREDICTIONS), answeringTasks(get()), kinds.getState().kinds);
          const predictions = await client.call('predict', { handle, texts }, { signal: controller.signal });
          if (job !== controller) return;
          took = { milliseconds: performance.now() - started, work: workOf(lines) };
          set({ predictions, answered: lines, asked: lines.length, running: false });
        } catch (thrown) {
          if (job === controller) set({ error: toTandemError(thrown), running: false });
        }
      },

      type(handle, lines) {
        clearTimeout(timer);
        if (sameLines(lines, asked)) return set({ tooSlow: undefined });
        if (lines.length === 0) {
          job?.abort();
          job = asked = undefined;
          return set({ predictions: undefined, answered: undefined, running: false, tooSlow: undefined });
        }
        const { milliseconds, work } = took;
        const slow = (milliseconds / work) * workOf(lines) > TOO_SLOW_MS;
        set({ tooSlow: slow ? milliseconds : undefined });
        if (!slow) timer = setTimeout(() => void get().predict(handle, lines), PAUSE_MS);
      },

      async setSeed(handle, seed, lines) {
        set({ seed });
        await get().forget(handle, lines);
      },

      answerWith(run) {
        if (run.outdone?.stays) return;
        set({ run, wanted: run.id, sample: undefined, untrained: false, predictions: undefined });
      },

      expect: (wanted) => set({ wanted }),

      async forget(handle, lines) {
        set({ run: undefined, wanted: undefined, own: undefined, sample: undefined, untrained: true });
        await attempt(async () => void (await seedHeads(handle)));
        if (get().predictions) await get().predict(handle, lines);
      },

      useSample: (handle) =>
        attempt(async () => set({ seed: DEFAULT_SEED, untrained: false, sample: await client.call('useSampleHeads', { handle }) })),

      async adopt(handle, model, own) {
        set({ own, settled: false });
        const mine = attempt(async () => {
          const { wanted } = get();
          const isOwn = isTuned(model) || isFromDisk(model);
          const runs = wanted || isOwn ? await client.call('runs', undefined) : [];
          const fitting = runs.filter((run) => (run.tuned ?? run.model) === model);
          // A trained encoder without the heads that it was trained with would be of little use.
          const run = fitting.find(({ id }) => id === wanted) ?? (isOwn ? fitting[0] : undefined);
          const { seed, untrained } = get();
          if (run) {
            await client.call('useRun', { handle, run: run.id });
            set({ run, sample: undefined });
          } else if (!own && isBundled(model) && !untrained && seed === DEFAULT_SEED) {
            set({ run: undefined, sample: await client.call('useSampleHeads', { handle }) });
          } else {
            set({ run: undefined, sample: undefined });
            if (!own && seed !== DEFAULT_SEED) await seedHeads(handle);
          }
        });
        adopting = mine;
        await mine;
        if (adopting !== mine) return;
        adopting = undefined;
        set({ settled: true });
      },

      async adopted() {
        while (adopting) await adopting;
      },
    };
  });
}

/** How much there is to compute, in texts of no length: every 200 characters are as much as a text. */
const workOf = (lines: string[]) => lines.slice(0, MAX_PREDICTIONS).reduce((sum, line) => sum + 1 + line.length / 200, 0);

const sameLines = (a: string[], b: string[] | undefined) => a.length === b?.length && a.every((line, i) => line === b[i]);
