/** A FileCache that lasts as long as the page: for browsers that refuse storage, and for tests. */
import { TandemError } from '../errors';
import { joinBytes } from '../model/bytes';
import type { FileCache } from '../model/fileCache';

/** @param capacity bytes it takes before it says that it is full; default: no limit */
export function memoryCache(capacity = Number.POSITIVE_INFINITY): FileCache {
  const folders = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>();
  /** When each folder was last written. */
  const changed = new Map<string, number>();
  const used = () => [...folders.values()].flatMap((files) => [...files.values()]).reduce((sum, file) => sum + file.length, 0);
  return {
    list: async () => [...folders.keys()],
    remove: async (name) => void folders.delete(name),
    async stat(name) {
      const files = folders.get(name);
      return files && { bytes: [...files.values()].reduce((sum, file) => sum + file.length, 0), changed: changed.get(name) ?? 0 };
    },
    freeBytes: async () => (Number.isFinite(capacity) ? capacity - used() : undefined),
    folder(name) {
      const files = () => folders.get(name) ?? folders.set(name, new Map()).get(name) ?? new Map();
      return {
        size: async (path) => folders.get(name)?.get(path)?.length,
        read: async (path) => folders.get(name)?.get(path),
        slice: async (path, from, to) => folders.get(name)?.get(path)?.slice(from, to),
        remove: async (path) => void folders.get(name)?.delete(path),
        async append(path, { truncate }) {
          const parts: Uint8Array<ArrayBuffer>[] = truncate ? [] : [files().get(path) ?? new Uint8Array()];
          const size = () => parts.reduce((sum, part) => sum + part.length, 0);
          return {
            async write(chunk) {
              if (used() + size() + chunk.length > capacity) throw new TandemError('storage-full', 'There is no room left in memory.');
              parts.push(chunk.slice());
            },
            async close() {
              files().set(path, joinBytes(parts));
              changed.set(name, Date.now());
            },
          };
        },
      };
    },
  };
}
