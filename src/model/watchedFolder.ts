import { Checksum, type FileSum } from './checksum';
import type { CacheFolder } from './fileCache';

export interface WatchedFolder extends CacheFolder {
  /** Sizes and checksums of the files that were written whole, by path. */
  sums: Record<string, FileSum>;
}

/** The same folder, which notes what it was given: a file that is damaged on its way to the disk is known by that. */
export function watchedFolder(folder: CacheFolder): WatchedFolder {
  const sums: WatchedFolder['sums'] = Object.create(null);
  return {
    ...folder,
    sums,
    async remove(path) {
      delete sums[path];
      await folder.remove(path);
    },
    async append(path, options) {
      delete sums[path];
      const file = await folder.append(path, options);
      const checksum = new Checksum();
      let isKnown = options.truncate;
      return {
        async write(chunk) {
          if (isKnown) checksum.add(chunk);
          await file.write(chunk).catch((error) => {
            isKnown = false;
            throw error;
          });
        },
        async close() {
          await file.close();
          if (isKnown) sums[path] = checksum.result();
        },
      };
    },
  };
}
