import { toStorageError } from '../errors';
import type { Appender, CacheFolder, FileCache } from '../model/fileCache';

/** The same cache, whose errors are TandemErrors: what browsers say of files is a word for programmers, as `InvalidStateError`. */
export function withStorageErrors(cache: FileCache): FileCache {
  return {
    list: () => said(cache.list()),
    remove: (name) => said(cache.remove(name)),
    stat: (name) => said(cache.stat(name)),
    freeBytes: () => said(cache.freeBytes()),
    folder: (name) => folderWithErrors(cache.folder(name)),
  };
}

function folderWithErrors(folder: CacheFolder): CacheFolder {
  return {
    size: (path) => said(folder.size(path)),
    read: (path) => said(folder.read(path)),
    slice: (path, from, to) => said(folder.slice(path, from, to)),
    remove: (path) => said(folder.remove(path)),
    async append(path, options) {
      const file: Appender = await said(folder.append(path, options));
      return { write: (chunk) => said(file.write(chunk)), close: () => said(file.close()) };
    },
  };
}

const said = <T>(operation: Promise<T>): Promise<T> =>
  operation.catch((thrown) => {
    throw toStorageError(thrown);
  });
