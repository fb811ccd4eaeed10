/** What the two heads say of the sentences, and the seed that they start from. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import type { Prediction } from '../workers/protocol';
import { DEFAULT_SEED, STANDARD_HEADS } from './heads';

/** Sentences shown at once; every one is a card of its own. */
export const MAX_PREDICTIONS = 200;

export interface PredictState {
  seed: number;
  running: boolean;
  error?: TandemError;
  predictions?: Prediction[];
  /** How many sentences were given; more than MAX_PREDICTIONS are not all answered. */
  asked: number;
  predict(handle: number, sentences: string[]): Promise<void>;
  setSeed(handle: number, seed: number, sentences: string[]): Promise<void>;
  /** A freshly loaded model has the heads of the default seed; gives it those of the chosen one. */
  adopt(handle: number): Promise<void>;
  dismiss(): void;
}

export type PredictStore = ReturnType<typeof createPredictStore>;

export function createPredictStore(client: ComputeClient) {
  return createStore<PredictState>()((set, get) => {
    let latest = 0;

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
        await get().adopt(handle);
        if (get().predictions) await get().predict(handle, sentences);
      },

      async adopt(handle) {
        try {
          await client.call('setHeads', { handle, heads: STANDARD_HEADS, seed: get().seed });
        } catch (thrown) {
          set({ error: toTandemError(thrown) });
        }
      },
    };
  });
}
