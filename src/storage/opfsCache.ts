/**
 * A FileCache in the browser's origin-private file system. Runs in a worker: only there can files be
 * written in place.
 */
import { storageFull } from '../errors';
import type { CacheFolder, FileCache, FolderStat } from '../model/fileCache';

/** Read at a time: one read of hundreds of megabytes would pass through a buffer of that size. */
const READ_BYTES = 1 << 24;

/**
 * @param folder the cache's own, in the origin's private file system
 * @throws what the browser says where it refuses storage (private windows of some browsers)
 */
export async function opfsCache(folder: string): Promise<FileCache> {
  const origin = await navigator.storage.getDirectory();
  const root = await origin.getDirectoryHandle(folder, { create: true });
  return {
    async list() {
      const names: string[] = [];
      for await (const name of root.keys()) names.push(name);
      return names.sort();
    },
    remove: (name) => root.removeEntry(name, { recursive: true }).catch(ignoreNotFound),
    stat: async (name) => {
      const folder = await root.getDirectoryHandle(name).catch(ignoreNotFound);
      return folder && statOf(folder);
    },
    async freeBytes() {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined || usage === undefined ? undefined : quota - usage;
    },
    folder: (name) => opfsFolder(root, name),
  };
}

function opfsFolder(root: FileSystemDirectoryHandle, name: string): CacheFolder {
  const place = async (path: string, options?: { create: boolean }) => {
    const names = [name, ...path.split('/')];
    const file = names.pop() as string;
    let folder = root;
    for (const part of names) folder = await folder.getDirectoryHandle(part, options);
    return { folder, file };
  };
  const handleOf = async (path: string, options?: { create: boolean }) => {
    const { folder, file } = await place(path, options);
    return folder.getFileHandle(file, options);
  };
  const open = (path: string) => handleOf(path).catch(ignoreNotFound);
  return {
    size: async (path) => (await (await open(path))?.getFile())?.size,
    async read(path) {
      const handle = await open(path);
      return handle && readWhole(handle);
    },
    async slice(path, from, to) {
      const handle = await open(path);
      return handle && new Uint8Array(await (await handle.getFile()).slice(from, to).arrayBuffer());
    },
    remove: (path) =>
      place(path)
        .then(({ folder, file }) => folder.removeEntry(file))
        .catch(ignoreNotFound),
    async append(path, { truncate }) {
      const handle = await (await handleOf(path, { create: true })).createSyncAccessHandle();
      let at = 0;
      try {
        if (truncate) handle.truncate(0);
        at = handle.getSize();
      } catch (cause) {
        // An open handle would lock the file until the tab is closed.
        handle.close();
        throw storageFull(cause);
      }
      return {
        async write(chunk) {
          at += writeFully(handle, chunk, at);
        },
        async close() {
          try {
            handle.flush();
          } catch (cause) {
            throw storageFull(cause);
          } finally {
            handle.close();
          }
        },
      };
    },
  };
}

/**
 * The whole file, held once: File.arrayBuffer() holds it twice for a while, and reading a stream leaves
 * as much in garbage. Where two tabs may not read at once, arrayBuffer() it is.
 */
async function readWhole(handle: FileSystemFileHandle): Promise<Uint8Array<ArrayBuffer>> {
  const access = await openToRead(handle);
  if (!access) return new Uint8Array(await (await handle.getFile()).arrayBuffer());
  try {
    const bytes = new Uint8Array(access.getSize());
    for (let at = 0; at < bytes.length; ) at += access.read(bytes.subarray(at, at + READ_BYTES), { at });
    return bytes;
  } finally {
    access.close();
  }
}

/** Readers share a file under `read-only`, which TypeScript's library does not know yet; older browsers ignore it. */
async function openToRead(handle: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle | undefined> {
  const create = handle.createSyncAccessHandle as (options: { mode: 'read-only' }) => Promise<FileSystemSyncAccessHandle>;
  return create.call(handle, { mode: 'read-only' }).catch(() => undefined);
}

/** Files that go while they are counted are not counted. */
export async function statOf(folder: FileSystemDirectoryHandle): Promise<FolderStat> {
  const total: FolderStat = { bytes: 0, changed: 0 };
  for await (const handle of folder.values()) {
    const { bytes, changed } = handle.kind === 'directory' ? await statOf(handle) : await fileStat(handle);
    total.bytes += bytes;
    total.changed = Math.max(total.changed, changed);
  }
  return total;
}

async function fileStat(handle: FileSystemFileHandle): Promise<FolderStat> {
  const file = await handle.getFile().catch(ignoreNotFound);
  return { bytes: file?.size ?? 0, changed: file?.lastModified ?? 0 };
}

function writeFully(handle: FileSystemSyncAccessHandle, chunk: Uint8Array<ArrayBuffer>, at: number): number {
  let written = 0;
  try {
    written = handle.write(chunk, { at });
  } catch (cause) {
    throw storageFull(cause);
  }
  if (written !== chunk.length) throw storageFull(`wrote ${written} of ${chunk.length} bytes`);
  return written;
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}
