/** What storage holds: of the browser for this site, or the folder in Node. */
import type { StorageList, StoredItem } from '../workers/protocol';
import type { ClientOptions } from './options';
import { withClient } from './sharedWorker';

export const storage = {
  /**
   * Everything that takes room, the largest first, with what the browser allows. Kept features go by themselves when they were not used
   * for 30 days or take more than a fifth of the room; so do downloads that nobody went on with for 30 days, and the checkpoints of
   * runs that were interrupted 30 days ago. Models and runs never do.
   */
  list(options: ClientOptions = {}): Promise<StorageList> {
    return withClient(options.client, (worker) => worker.call('stored', undefined));
  },

  /**
   * Removes one of them.
   *
   * @param item as {@link storage.list} gives it
   * @throws TandemError `bad-input` for what is in use in another tab, or under way
   */
  free({ kind, id }: Pick<StoredItem, 'kind' | 'id'>, options: ClientOptions = {}): Promise<void> {
    return withClient(options.client, (worker) => worker.call('freeStored', { kind, id }));
  },
};
