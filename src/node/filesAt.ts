import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import { TandemError } from '../errors';

/**
 * Files of the disk, as a page gets them from a file dialog: for `loadDataset`, and for `fromPretrained` of a model's folder or zip.
 * They are read when they are needed.
 *
 * @param path a file, or a folder, of which all files are taken, those of its folders too
 * @returns files whose names say the way to them, as `my-model/1_Pooling/config.json`
 * @throws TandemError `missing-file` where there is nothing
 */
export async function filesAt(path: string): Promise<File[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new TandemError('missing-file', `There is no file or folder ${resolve(path)}.`);
  return filesOf(path, basename(resolve(path)), found.isDirectory());
}

async function filesOf(path: string, name: string, isFolder: boolean): Promise<File[]> {
  if (!isFolder) return [new File([await openAsBlob(path)], name)];
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.map(async (entry) => {
    const at = join(path, entry.name);
    // A link is what it leads to.
    const isFolder = entry.isSymbolicLink() ? (await stat(at)).isDirectory() : entry.isDirectory();
    return filesOf(at, posix.join(name, entry.name), isFolder);
  });
  return (await Promise.all(files)).flat();
}
