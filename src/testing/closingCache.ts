import type { FileCache } from '../model/fileCache';

/** Takes nothing more after the first epoch of a run, as if the page had been closed then. */
export function closingCache(runs: FileCache): FileCache {
  let saves = 0;
  return {
    ...runs,
    folder(name) {
      const folder = runs.folder(name);
      return {
        ...folder,
        async append(path, how) {
          if (saves >= 1) throw new Error('closed');
          const file = await folder.append(path, how);
          return { ...file, close: () => file.close().then(() => void (path.startsWith('run.') && saves++)) };
        },
      };
    },
  };
}
