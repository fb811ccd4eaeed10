/** Files of one data set that are read one by one, although what their labels mean is settled over all of them. */
import type { SourceFile } from '../../records';

export interface Together {
  /** A format's `join`: the files stay as they are. */
  join(files: SourceFile[]): SourceFile[];
  /** The files that are read with this one, and it. */
  with(file: SourceFile): SourceFile[];
}

export function together(): Together {
  const groups = new WeakMap<SourceFile, SourceFile[]>();
  return {
    join(files) {
      for (const file of files) groups.set(file, files);
      return files;
    },
    with: (file) => groups.get(file) ?? [file],
  };
}
