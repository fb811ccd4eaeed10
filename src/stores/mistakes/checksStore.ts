/** Which way of looking through rows the Label tab shows, and rows that are worth a look for what they are, whatever heads answer. */
import { createStore } from 'zustand/vanilla';
import { toTandemError } from '../../errors';
import type { RepeatedRows } from '../../labelling/repeatedRows';
import type { ComputeClient } from '../../workers/client';
import type { DatasetInfo, Outliers, Progress } from '../../workers/protocol';
import { runStoppable, type Stoppable } from '../stoppable';
import { textsOf } from './texts';

export type LabelView = 'rows' | 'mistakes' | 'suspects' | 'second';

interface Reading {
  progress?: Extract<Progress, { stage: 'sentences' }>;
}

/** Outliers are what runs. */
export interface ChecksState extends Stoppable<Reading> {
  shown: LabelView;
  /** With the texts that they are of. */
  repeats?: { of: string; rows: RepeatedRows };
  outliers?: { of: string; rows: Outliers };
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

    findOutliers: (handle, info) =>
      runStoppable<Reading>({ get, set }, {}, async (signal, show) => {
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'sentences') show({ progress });
        };
        const rows = await client.call('outliers', { handle, dataset: info.dataset }, { signal, onProgress });
        set({ outliers: { of: textsOf(info), rows } });
      }),

    dismiss: () => set({ error: undefined }),
  }));
}
