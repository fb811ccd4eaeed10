/** Splits of data sets with a document per file: taken from the folders, as names of documents mean nothing. */
import { splitOfName } from '../../splitNames';

/**
 * A value of a split column per file. Where no folder names a split, all documents are for training, unless the name of every file
 * says what it is for.
 */
export function folderSplits(paths: string[]): (string | undefined)[] {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const named = folders.map((folder) => folder.findLast((segment) => splitOfName(segment) !== undefined));
  // A folder beside those of splits is for a person to place.
  if (named.some((segment) => segment !== undefined)) return named.map((segment, i) => segment ?? (folders[i].join('/') || paths[i]));
  const own = paths.map((path) => splitOfName(path.slice(path.lastIndexOf('/') + 1)));
  return own.every((split) => split !== undefined) ? own : paths.map(() => 'train');
}
