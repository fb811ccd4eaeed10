/** A FileCache in memory whose files change at once, as in a file system, and whose n-th operation goes wrong. */
import { storageFull } from '../errors';
import { joinBytes } from '../model/bytes';
import type { CacheFolder, FileCache } from '../model/fileCache';
import { Turn } from './turn';

export interface Fault {
  /** Counted from 1. */
  operation: number;
  how: FileFault;
}

/**
 * - `cut`: the operation is half done, and nothing is done after it, as when the page is closed
 * - `refuse`: it fails, once
 * - `half`: it fails, once, with half of it done
 * - `full`: it and every later one fail that would take room
 * - `flip`: a bit of what is read or written is another one, and nobody says so
 */
export type FileFault = 'cut' | 'refuse' | 'half' | 'full' | 'flip';

export type Disk = Map<string, Map<string, Uint8Array<ArrayBuffer>>>;

export interface FaultyCache extends FileCache {
  /** Operations so far. */
  readonly operations: number;
  readonly isCut: boolean;
  /** Nothing is done any more. */
  cut(): void;
  /** A disk that was full has room again. */
  relieve(): void;
}

interface Doing {
  /** What an operation that is cut has done. */
  half?: () => void;
  /** Whether it takes room. */
  grows?: boolean;
}

/**
 * @param disk outlives the cache, as files outlive a page
 * @param capacity of the disk, in bytes. Default: no limit
 * @param turn counts the operations. Default: those of this cache alone
 */
export function faultyCache(
  disk: Disk,
  fault?: Fault,
  capacity = Number.POSITIVE_INFINITY,
  turn: Turn = new Turn(fault?.operation),
): FaultyCache {
  const state = { isCut: false, isFull: false };

  /** @param whole does it @returns what it gives, with a bit flipped where it is its turn */
  async function operation<T>(whole: (isTurn: boolean) => T, { half, grows }: Doing = {}): Promise<T> {
    if (state.isCut) throw new Error('closed');
    const isTurn = turn.next();
    if (isTurn && fault?.how === 'full') state.isFull = true;
    if (state.isFull && grows) throw storageFull('injected');
    if (!isTurn || fault?.how === 'full') return whole(false);
    if (fault?.how === 'flip') return whole(true);
    if (fault?.how !== 'refuse') half?.();
    state.isCut = fault?.how === 'cut';
    throw new DOMException(state.isCut ? 'closed' : 'The file could not be used at this moment.', 'InvalidStateError');
  }

  function folder(name: string): CacheFolder {
    const files = () => disk.get(name) ?? new Map<string, Uint8Array<ArrayBuffer>>();
    const put = (path: string, bytes: Uint8Array<ArrayBuffer>) => void disk.set(name, files().set(path, bytes));
    const used = () => [...disk.values()].flatMap((one) => [...one.values()]).reduce((sum, { length }) => sum + length, 0);
    const added = (path: string, chunk: Uint8Array<ArrayBuffer>) => {
      if (used() + chunk.length > capacity) throw storageFull('capacity');
      put(path, joinBytes([files().get(path) ?? new Uint8Array(), chunk]));
    };
    const read = (path: string, from?: number, to?: number) =>
      operation((isTurn) => {
        const bytes = files().get(path)?.slice(from, to);
        return isTurn && bytes ? flipped(bytes) : bytes;
      });
    return {
      size: (path) => operation(() => files().get(path)?.length),
      read: (path) => read(path),
      slice: read,
      remove: (path) => operation(() => void files().delete(path)),
      async append(path, { truncate }) {
        await operation(
          () => {
            if (truncate || !files().has(path)) put(path, new Uint8Array());
          },
          { grows: true },
        );
        return {
          write: (chunk) =>
            operation((isTurn) => added(path, isTurn ? flipped(chunk.slice()) : chunk), {
              half: () => added(path, chunk.slice(0, chunk.length >> 1)),
              grows: true,
            }),
          close: () => operation(() => undefined),
        };
      },
    };
  }

  return {
    get operations() {
      return turn.operations;
    },
    get isCut() {
      return state.isCut;
    },
    list: () => operation(() => [...disk.keys()].sort()),
    remove: (name) => operation(() => void disk.delete(name)),
    // A look that nothing depends on, and no turn.
    async stat(name) {
      const files = disk.get(name);
      return files && { bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0), changed: Date.now() };
    },
    freeBytes: async () => undefined,
    folder,
    cut() {
      state.isCut = true;
    },
    relieve() {
      state.isFull = false;
    },
  };
}

/** With another bit somewhere in its second half. */
export function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length > 0) bytes[Math.floor(bytes.length * 0.7)] ^= 16;
  return bytes;
}
