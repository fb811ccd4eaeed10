/** What takes up space in this browser's storage, and freeing it. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import { isPersistent } from '../workers/persistence';
import type { StorageList, StoredItem } from '../workers/protocol';

export interface StorageState {
  /** Whether the list is shown. */
  shown: boolean;
  list?: StorageList;
  /** Whether the browser keeps it until a person removes it; undefined where nobody knows. */
  persistent?: boolean;
  error?: TandemError;
  /** Shows the list, read anew, or hides it. */
  show(shown: boolean): Promise<void>;
  readAgain(): Promise<void>;
  free(item: StoredItem): Promise<void>;
}

export type StorageStore = ReturnType<typeof createStorageStore>;

export function createStorageStore(client: ComputeClient) {
  return createStore<StorageState>()((set) => {
    const attempt = async (task: () => Promise<void>) => {
      set({ error: undefined });
      try {
        await task();
      } catch (thrown) {
        set({ error: toTandemError(thrown) });
      }
    };
    const read = async () => set({ list: await client.call('stored', undefined), persistent: await isPersistent() });
    return {
      shown: false,
      async show(shown) {
        set({ shown });
        if (shown) await attempt(read);
      },
      // What removing something said stays.
      readAgain: () => read().catch((thrown) => set({ error: toTandemError(thrown) })),
      async free({ kind, id }) {
        await attempt(() => client.call('freeStored', { kind, id }));
        await read().catch(() => undefined);
      },
    };
  });
}
