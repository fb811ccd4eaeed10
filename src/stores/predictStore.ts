/** What the two heads say of the sentences, and which heads those are: first values of a seed, or a run's. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import { isTuned } from '../model/tuned';
import type { ComputeClient } from '../workers/client';
import type { Prediction, RunRecord } from '../workers/protocol';
import { DEFAULT_SEED, SENTENCE_LABELS, STANDARD_HEADS, TOKEN_LABELS } from './heads';
import { readPreference, writePreference } from './preferences';

/** Sentences shown at once; every one is a card of its own. */
export const MAX_PREDICTIONS = 200;

export interface PredictState {
  seed: number;
  /** The run whose heads answer; none while they are untrained. */
  run?: RunRecord;
  running: boolean;
  error?: TandemError;
  predictions?: Prediction[];
  /** How many sentences were given; more than MAX_PREDICTIONS are not all answered. */
  asked: number;
  predict(handle: number, sentences: string[]): Promise<void>;
  setSeed(handle: number, seed: number, sentences: string[]): Promise<void>;
  /** The model has the heads of this run now. */
  answerWith(run: RunRecord): void;
  /** The model that is about to be loaded is to answer with the heads of this run. */
  expect(run: string): void;
  /** Back to untrained heads. */
  forget(handle: number, sentences: string[]): Promise<void>;
  /** A freshly loaded model has the heads of the default seed; gives it those that were in use with it. */
  adopt(handle: number, model: string): Promise<void>;
  dismiss(): void;
}

export type PredictStore = ReturnType<typeof createPredictStore>;

const PREFERENCE = 'run';

/** Classes and tags of the heads that answer. */
export const classLabels = ({ run }: Pick<PredictState, 'run'>): string[] =>
  run ? ((run.heads.taskA?.labels ?? []) as string[]) : SENTENCE_LABELS;
export const entityTypes = ({ run }: Pick<PredictState, 'run'>): string[] => {
  const tags = run ? ((run.heads.taskB?.labels ?? []) as string[]) : TOKEN_LABELS;
  return [...new Set(tags.filter((tag) => tag !== 'O').map((tag) => tag.slice(2)))];
};

export function createPredictStore(client: ComputeClient) {
  return createStore<PredictState>()((set, get) => {
    let latest = 0;

    const seedHeads = (handle: number) => client.call('setHeads', { handle, heads: STANDARD_HEADS, seed: get().seed });
    const attempt = async (task: () => Promise<void>) => {
      try {
        await task();
      } catch (thrown) {
        set({ error: toTandemError(thrown) });
      }
    };

    return {
      seed: DEFAULT_SEED,
      running: false,
      asked: 0,
      dismiss: () => set({ error: undefined }),

      async predict(handle, sentences) {
        const ticket = ++latest;
        set({ running: true, error: undefined });
        try {
          const predictions = await client.call('predict', { handle, sentences: sentences.slice(0, MAX_PREDICTIONS) });
          if (ticket === latest) set({ predictions, asked: sentences.length, running: false });
        } catch (thrown) {
          if (ticket === latest) set({ error: toTandemError(thrown), running: false });
        }
      },

      async setSeed(handle, seed, sentences) {
        set({ seed });
        await get().forget(handle, sentences);
      },

      answerWith(run) {
        set({ run, predictions: undefined });
        writePreference(PREFERENCE, run.id);
      },

      expect: (run) => writePreference(PREFERENCE, run),

      async forget(handle, sentences) {
        writePreference(PREFERENCE, '');
        set({ run: undefined });
        await attempt(async () => void (await seedHeads(handle)));
        if (get().predictions) await get().predict(handle, sentences);
      },

      async adopt(handle, model) {
        await attempt(async () => {
          const wanted = readPreference(PREFERENCE);
          const runs = wanted || isTuned(model) ? await client.call('runs', undefined) : [];
          const fitting = runs.filter((run) => (run.tuned ?? run.model) === model);
          // A trained encoder without the heads that it was trained with would be of little use.
          const run = fitting.find(({ id }) => id === wanted) ?? (isTuned(model) ? fitting[0] : undefined);
          if (run) {
            await client.call('useRun', { handle, run: run.id });
            set({ run });
          } else {
            set({ run: undefined });
            if (get().seed !== DEFAULT_SEED) await seedHeads(handle);
          }
        });
      },
    };
  });
}
