/** What the first screen shows: sentences that are in no data set of the page, and what the heads that came with it answer. */
import { createStore } from 'zustand/vanilla';
import type { Prediction } from '../inference/predict';
import type { ComputeClient } from '../workers/client';

export const START_SENTENCES = [
  'Angela Merkel met the board of Siemens in Munich.',
  'Voters in Chile rejected the new constitution.',
  'The striker scored twice in the second half.',
];

export interface StartState {
  answers?: Prediction[];
  /** Answers once; what fails here is said where a person asks for answers. */
  answer(handle: number): Promise<void>;
}

export type StartStore = ReturnType<typeof createStartStore>;

export function createStartStore(client: ComputeClient) {
  return createStore<StartState>()((set) => ({
    async answer(handle) {
      try {
        set({ answers: await client.call('predict', { handle, texts: START_SENTENCES.map((text) => ({ text })) }) });
      } catch {
        set({ answers: undefined });
      }
    },
  }));
}
