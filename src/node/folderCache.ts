/** A FileCache in a folder of the disk. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileCache } from '../model/fileCache';

export function folderCache(root: string): FileCache {
  return {
    list: async () => (existsSync(root) ? readdir(root) : []),
    remove: (name) => rm(join(root, name), { recursive: true, force: true }),
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

export async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return existsSync(path) ? new Uint8Array(await readFile(path)) : undefined;
}
