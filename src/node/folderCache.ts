/** A FileCache in a folder of the disk. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileCache, FolderStat } from '../model/fileCache';

export function folderCache(root: string): FileCache {
  return {
    list: async () => (existsSync(root) ? readdir(root) : []),
    remove: (name) => rm(join(root, name), { recursive: true, force: true }),
    stat: async (name) => (existsSync(join(root, name)) ? statOf(join(root, name)) : undefined),
    freeBytes: async () => undefined,
    folder: (name) => ({
      size: async (path) => (existsSync(join(root, name, path)) ? (await stat(join(root, name, path))).size : undefined),
      read: (path) => readIfThere(join(root, name, path)),
      async slice(path, from, to) {
        const file = await open(join(root, name, path)).catch(() => undefined);
        if (!file) return undefined;
        const { buffer, bytesRead } = await file.read(new Uint8Array(to - from), 0, to - from, from).finally(() => file.close());
        return buffer.subarray(0, bytesRead);
      },
      remove: (path) => rm(join(root, name, path), { force: true }),
      async append(path, { truncate }) {
        const target = join(root, name, path);
        await mkdir(dirname(target), { recursive: true });
        if (truncate || !existsSync(target)) await writeFile(target, '');
        return { write: (chunk) => appendFile(target, chunk), close: async () => {} };
      },
    }),
  };
}

async function statOf(folder: string): Promise<FolderStat> {
  const total: FolderStat = { bytes: 0, changed: 0 };
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const { size, mtimeMs } = await stat(join(entry.parentPath, entry.name));
    total.bytes += size;
    total.changed = Math.max(total.changed, mtimeMs);
  }
  return total;
}

export async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return existsSync(path) ? new Uint8Array(await readFile(path)) : undefined;
}
