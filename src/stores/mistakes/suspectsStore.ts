/** Labels that are likely to be wrong, found by cross-validation. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../../errors';
import type { ComputeClient } from '../../workers/client';
import type { DatasetInfo, Progress, SuspectLabels } from '../../workers/protocol';
import { textsOf } from './texts';

export interface SuspectsState {
  running?: { progress?: Extract<Progress, { stage: 'sentences' | 'fold' }>; stop(): void };
  /** What was found, of which data set and texts, and when: what was labelled later is a decision. */
  found?: { tasks: SuspectLabels; dataset: number; of: string; at: number };
  error?: TandemError;
  /** Looks for them; where it is stopped or fails, what was found before stays. */
  find(handle: number, info: DatasetInfo): Promise<void>;
  dismiss(): void;
}

export type SuspectsStore = ReturnType<typeof createSuspectsStore>;

export function createSuspectsStore(client: ComputeClient) {
  return createStore<SuspectsState>()((set, get) => ({
    async find(handle, info) {
      if (get().running) return;
      const controller = new AbortController();
      const running = { stop: () => controller.abort() };
      set({ running, error: undefined });
      try {
        const tasks = await client.call(
          'suspectLabels',
          { handle, dataset: info.dataset },
          {
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.stage === 'sentences' || progress.stage === 'fold') set({ running: { ...running, progress } });
            },
          },
        );
        set({ found: { tasks, dataset: info.dataset, of: textsOf(info), at: Date.now() } });
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (error.code !== 'aborted') set({ error });
      } finally {
        set({ running: undefined });
      }
    },

    dismiss: () => set({ error: undefined }),
  }));
}
