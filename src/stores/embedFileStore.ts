/** A file of texts to embed: how it was read, with corrections. Its embeddings are those of the embed store. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import type { DatasetInfo, DatasetOptions, DatasetSource, PromptChoice } from '../workers/protocol';
import type { EmbedStore } from './embedStore';
import { readWhole } from './readWhole';

/** What embeds: a loaded model, and what goes before every text. */
export interface Embedding {
  handle: number;
  prompt?: PromptChoice;
}

export interface EmbedFileState {
  reading: boolean;
  /** What was read, and how; `refused` where no row of it could be. */
  info?: DatasetInfo;
  options: DatasetOptions;
  error?: TandemError;
  /** Reads files and embeds their texts. */
  open(by: Embedding, files: File[]): Promise<void>;
  /** Reads the same files again, with other options. */
  correct(by: Embedding, options: DatasetOptions): Promise<void>;
  dismiss(): void;
  /** Forgets the file: what is embedded next is another text. */
  close(): void;
}

export type EmbedFileStore = ReturnType<typeof createEmbedFileStore>;

export function createEmbedFileStore(client: ComputeClient, embeddings: EmbedStore) {
  return createStore<EmbedFileState>()((set, get) => {
    let reads = 0;

    const read = async (by: Embedding, source: DatasetSource, options: DatasetOptions) => {
      const mine = ++reads;
      set({ reading: true, error: undefined });
      try {
        const info = await readWhole(client, source, options);
        if (mine !== reads) return void client.call('dropDataset', { dataset: info.dataset });
        const before = get().info;
        set({ reading: false, info, options });
        if (before) void client.call('dropDataset', { dataset: before.dataset });
        if (info.refused === undefined) await embeddings.getState().embed(by.handle, by.prompt, { kind: 'dataset', dataset: info.dataset });
      } catch (thrown) {
        if (mine === reads) set({ reading: false, error: toTandemError(thrown) });
      }
    };

    return {
      reading: false,
      options: {},
      open: (by, files) => read(by, { kind: 'files', files }, {}),
      async correct(by, options) {
        const { info } = get();
        if (info) await read(by, { kind: 'again', dataset: info.dataset }, options);
      },
      dismiss: () => set({ error: undefined }),
      close() {
        const { info } = get();
        reads++;
        set({ reading: false, info: undefined, error: undefined });
        if (info) void client.call('dropDataset', { dataset: info.dataset });
      },
    };
  });
}
