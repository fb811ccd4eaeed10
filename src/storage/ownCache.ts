/** A cache of what a person would miss. */
import { storageFull, TandemError } from '../errors';
import type { Appender, CacheFolder, FileCache } from '../model/fileCache';

interface Surroundings {
  /** What is stored there, for people: "a model". */
  what: string;
  /** Called before something is written for the first time. */
  onWrite(): void;
  /** Frees what can be computed again. @returns whether there was any */
  makeRoom(): Promise<boolean>;
  /** Bytes that this would free. */
  reclaimable(): Promise<number>;
}

/** The same cache, for which room is made where there is none; and errors that say what had none. */
export function ownCache(cache: FileCache, { what, onWrite, makeRoom, reclaimable }: Surroundings): FileCache {
  let isAnnounced = false;
  const announce = () => {
    if (!isAnnounced) onWrite();
    isAnnounced = true;
  };

  async function withRoom<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (!isFull(error)) throw error;
      if (!(await makeRoom())) throw await full(error);
    }
    return operation().catch(async (error) => {
      throw isFull(error) ? await full(error) : error;
    });
  }
  const full = async (error: unknown) => storageFull(error, what, await cache.freeBytes().catch(() => undefined));

  function folder(name: string): CacheFolder {
    const plain = cache.folder(name);
    return {
      ...plain,
      async append(path, options): Promise<Appender> {
        announce();
        const file = await withRoom(() => plain.append(path, options));
        return { write: (chunk) => withRoom(() => file.write(chunk)), close: () => file.close() };
      },
    };
  }
  async function freeBytes(): Promise<number | undefined> {
    const free = await cache.freeBytes();
    return free === undefined ? undefined : free + (await reclaimable());
  }
  return { ...cache, folder, freeBytes };
}

const isFull = (error: unknown): boolean => error instanceof TandemError && error.code === 'storage-full';
