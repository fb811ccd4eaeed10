/** Labels that are likely to be wrong, found by cross-validation. */
import { createStore } from 'zustand/vanilla';
import type { ComputeClient } from '../../workers/client';
import type { DatasetInfo, Progress, SuspectLabels } from '../../workers/protocol';
import { runStoppable, type Stoppable } from '../stoppable';
import { textsOf } from './texts';

interface Checking {
  progress?: Extract<Progress, { stage: 'sentences' | 'fold' }>;
}

export interface SuspectsState extends Stoppable<Checking> {
  /** What was found, of which data set and texts, and when: what was labelled later is a decision. */
  found?: { tasks: SuspectLabels; dataset: number; of: string; at: number };
  /** Looks for them; where it is stopped or fails, what was found before stays. */
  find(handle: number, info: DatasetInfo): Promise<void>;
  dismiss(): void;
}

export type SuspectsStore = ReturnType<typeof createSuspectsStore>;

export function createSuspectsStore(client: ComputeClient) {
  return createStore<SuspectsState>()((set, get) => ({
    find: (handle, info) =>
      runStoppable<Checking>({ get, set }, {}, async (signal, show) => {
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'sentences' || progress.stage === 'fold') show({ progress });
        };
        const tasks = await client.call('suspectLabels', { handle, dataset: info.dataset }, { signal, onProgress });
        set({ found: { tasks, dataset: info.dataset, of: textsOf(info), at: Date.now() } });
      }),

    dismiss: () => set({ error: undefined }),
  }));
}
