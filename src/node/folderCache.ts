/** A FileCache in a folder of the disk. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
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
