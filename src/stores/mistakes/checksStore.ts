/** Which way of looking through rows the Label tab shows, and rows that are worth a look for what they are, whatever heads answer. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../../errors';
import type { RepeatedRows } from '../../labelling/repeatedRows';
import type { ComputeClient } from '../../workers/client';
import type { DatasetInfo, Outliers, Progress } from '../../workers/protocol';
import { textsOf } from './texts';

export type LabelView = 'rows' | 'mistakes' | 'suspects' | 'second';

export interface ChecksState {
  shown: LabelView;
  /** With the texts that they are of. */
  repeats?: { of: string; rows: RepeatedRows };
  outliers?: { of: string; rows: Outliers };
  /** Outliers are being sought. */
  running?: { progress?: Extract<Progress, { stage: 'sentences' }>; stop(): void };
  error?: TandemError;
  show(view: LabelView): void;
  /** @returns undefined where it failed, which `error` says */
  findRepeats(info: DatasetInfo): Promise<RepeatedRows | undefined>;
  findOutliers(handle: number, info: DatasetInfo): Promise<void>;
  dismiss(): void;
}

export type ChecksStore = ReturnType<typeof createChecksStore>;

export function createChecksStore(client: ComputeClient) {
  return createStore<ChecksState>()((set, get) => ({
    shown: 'rows',
    show: (shown) => set({ shown }),

    async findRepeats(info) {
      try {
        const rows = await client.call('repeatedRows', { dataset: info.dataset });
        set({ repeats: { of: textsOf(info), rows } });
        return rows;
      } catch (thrown) {
        set({ error: toTandemError(thrown) });
        return undefined;
      }
    },

    async findOutliers(handle, info) {
      if (get().running) return;
      const controller = new AbortController();
      const running = { stop: () => controller.abort() };
      set({ running, error: undefined });
      const onProgress = (progress: Progress) => {
        if (progress.stage === 'sentences') set({ running: { ...running, progress } });
      };
      try {
        const rows = await client.call('outliers', { handle, dataset: info.dataset }, { signal: controller.signal, onProgress });
        set({ outliers: { of: textsOf(info), rows } });
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
