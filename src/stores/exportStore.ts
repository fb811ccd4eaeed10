/** Saving a model for others: the ways there are, and the file that is being made. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import type { ExportedFile, ExportParams, TargetInfo } from '../workers/protocol';

/** Which model, with which heads. */
export type Saved = Pick<ExportParams, 'handle' | 'run' | 'dataset' | 'withoutHeads'>;

/** Two are the same when this is. */
export const savedKey = (of: Saved): string => JSON.stringify(of);

export interface ExportState {
  /** The ways in which a model can be saved; `of` is its {@link savedKey}. */
  offered?: { of: string; targets: TargetInfo[] };
  saving?: { title: string; done?: number; total?: number; stop(): void };
  error?: TandemError;
  /** Whether anything was saved in this visit. */
  taken: boolean;
  /** What the last file does not have, in words. */
  notes: string[];
  offer(of: Saved): Promise<void>;
  /** @returns undefined where it failed or was stopped */
  save(of: Saved, target: TargetInfo, task?: string): Promise<ExportedFile | undefined>;
  dismiss(): void;
}

export type ExportStore = ReturnType<typeof createExportStore>;

export function createExportStore(client: ComputeClient) {
  return createStore<ExportState>()((set, get) => ({
    taken: false,
    notes: [],

    async offer(of) {
      set({ offered: undefined, error: undefined, notes: [] });
      try {
        set({ offered: { of: savedKey(of), targets: await client.call('exportTargets', of) } });
      } catch (thrown) {
        set({ error: toTandemError(thrown) });
      }
    },

    async save(of, { name, title }, task) {
      if (get().saving) return undefined;
      const controller = new AbortController();
      const saving = { title: task === undefined ? title : `${title}: ${task}`, stop: () => controller.abort() };
      set({ saving, error: undefined, notes: [] });
      try {
        const file = await client.call(
          'exportModel',
          { ...of, target: name, task },
          {
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.stage === 'file') set({ saving: { ...saving, done: progress.done, total: progress.total } });
            },
          },
        );
        set({ notes: file.notes, taken: true });
        return file;
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (error.code !== 'aborted') set({ error });
        return undefined;
      } finally {
        set({ saving: undefined });
      }
    },

    dismiss: () => set({ error: undefined, notes: [] }),
  }));
}
