/** The project's program as it is written: the files of `python/`, unchanged. */
import type { FolderFile } from '../../model/modelFiles';
import { textFile } from '../textFile';

const SOURCES = import.meta.glob<string>(['./python/**/*', '!**/__pycache__/**'], { query: '?raw', import: 'default' });

export function pythonFiles(): Promise<FolderFile[]> {
  const paths = Object.keys(SOURCES).sort();
  return Promise.all(paths.map(async (path) => textFile(path.replace('./python/', ''), await SOURCES[path]())));
}
