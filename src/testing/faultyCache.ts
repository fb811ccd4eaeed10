/** A FileCache in memory whose files change at once, as in a file system, and whose n-th operation goes wrong. */
import { TandemError } from '../errors';
import type { CacheFolder, FileCache } from '../model/fileCache';

export interface Fault {
  /** Counted from 1. */
  operation: number;
  /** `cut`: it is done by half, and nothing is done after it, as when the page is closed; `refuse`: it fails, once. */
  how: 'cut' | 'refuse';
}

export type Disk = Map<string, Map<string, Uint8Array<ArrayBuffer>>>;

export interface FaultyCache extends FileCache {
  /** Operations so far. */
  operations: number;
}

/** @param disk outlives the cache, as files outlive a page @param capacity of the disk, in bytes. Default: no limit */
export function faultyCache(disk: Disk, fault?: Fault, capacity = Number.POSITIVE_INFINITY): FaultyCache {
  let isCut = false;
  const cache: FaultyCache = {
    operations: 0,
    list: () => operation(() => [...disk.keys()].sort()),
    remove: (name) => operation(() => void disk.delete(name)),
    freeBytes: async () => undefined,
    folder: (name) => folder(name),
  };

  /** @param half what an operation that is cut has done */
  async function operation<T>(whole: () => T, half?: () => void): Promise<T> {
    if (isCut) throw new Error('closed');
    cache.operations++;
    if (cache.operations !== fault?.operation) return whole();
    if (fault.how === 'cut') {
      isCut = true;
      half?.();
    }
    throw new Error(fault.how === 'cut' ? 'closed' : 'refused');
  }

  function folder(name: string): CacheFolder {
    const files = () => disk.get(name) ?? new Map<string, Uint8Array<ArrayBuffer>>();
    const put = (path: string, bytes: Uint8Array<ArrayBuffer>) => void disk.set(name, files().set(path, bytes));
    const used = () => [...disk.values()].flatMap((one) => [...one.values()]).reduce((sum, { length }) => sum + length, 0);
    const added = (path: string, chunk: Uint8Array<ArrayBuffer>) => {
      if (used() + chunk.length > capacity) throw new TandemError('storage-full', 'There is no room left.');
      put(path, new Uint8Array([...(files().get(path) ?? []), ...chunk]));
    };
    return {
      size: (path) => operation(() => files().get(path)?.length),
      read: (path) => operation(() => files().get(path)?.slice()),
      slice: (path, from, to) => operation(() => files().get(path)?.slice(from, to)),
      remove: (path) => operation(() => void files().delete(path)),
      async append(path, { truncate }) {
        await operation(() => {
          if (truncate || !files().has(path)) put(path, new Uint8Array());
        });
        return {
          write: (chunk) =>
            operation(
              () => added(path, chunk),
              () => added(path, chunk.slice(0, chunk.length >> 1)),
            ),
          close: () => operation(() => undefined),
        };
      },
    };
  }
  return cache;
}
