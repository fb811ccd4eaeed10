/** A second person's labels of the same texts: their file, how far they agree, and the rows on which they do not. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../../errors';
import type { ComputeClient } from '../../workers/client';
import type { ColumnPairs, DatasetInfo, DatasetOptions, DatasetSource, LabelAgreement } from '../../workers/protocol';
import { readWhole } from '../readWhole';

export interface SecondState {
  reading: boolean;
  /** Their file, and how it was read; `refused` where no row of it could be. */
  info?: DatasetInfo;
  options: DatasetOptions;
  /** Which of their columns each of ours was compared with, where a person said so. */
  columns: ColumnPairs;
  agreement?: LabelAgreement;
  /** When the labels were compared, in milliseconds since 1970: what was given later is a decision. */
  at: number;
  error?: TandemError;
  /** Reads their files and compares them. @param dataset the one whose labels are ours */
  open(dataset: number, files: File[]): Promise<void>;
  /** Reads the same files again, with other options. */
  correct(dataset: number, options: DatasetOptions): Promise<void>;
  /** Compares again. @param columns Default: as before */
  compare(dataset: number, columns?: ColumnPairs): Promise<void>;
  close(): void;
  dismiss(): void;
}

export type SecondStore = ReturnType<typeof createSecondStore>;

export function createSecondStore(client: ComputeClient) {
  return createStore<SecondState>()((set, get) => {
    let reads = 0;

    const read = async (dataset: number, source: DatasetSource, options: DatasetOptions) => {
      const mine = ++reads;
      set({ reading: true, error: undefined });
      try {
        const info = await readWhole(client, source, options);
        if (mine !== reads) return void client.call('dropDataset', { dataset: info.dataset });
        const before = get().info;
        set({ info, options, agreement: undefined, ...(source.kind === 'again' ? {} : { columns: {} }) });
        if (before) void client.call('dropDataset', { dataset: before.dataset });
        if (info.refused === undefined) await get().compare(dataset);
      } catch (thrown) {
        if (mine === reads) set({ error: toTandemError(thrown) });
      } finally {
        if (mine === reads) set({ reading: false });
      }
    };

    return {
      reading: false,
      options: {},
      columns: {},
      at: 0,
      open: (dataset, files) => read(dataset, { kind: 'files', files }, {}),
      async correct(dataset, options) {
        const { info } = get();
        if (info) await read(dataset, { kind: 'again', dataset: info.dataset }, options);
      },
      async compare(dataset, columns = get().columns) {
        const { info } = get();
        if (!info) return;
        set({ columns, error: undefined });
        try {
          const agreement = await client.call('compareLabels', { dataset, other: info.dataset, columns });
          if (get().info === info) set({ agreement, at: Date.now() });
        } catch (thrown) {
          if (get().info === info) set({ error: toTandemError(thrown), agreement: undefined });
        }
      },
      close() {
        const { info } = get();
        reads++;
        set({ reading: false, info: undefined, agreement: undefined, error: undefined, columns: {} });
        if (info) void client.call('dropDataset', { dataset: info.dataset });
      },
      dismiss: () => set({ error: undefined }),
    };
  });
}
