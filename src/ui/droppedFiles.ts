/** Files that were dropped, with those of dropped folders and their paths. */
export interface FileWithPath {
  path: string;
  file: File;
}

/** To be called while the drop is handled: afterwards the browser forgets what was dropped. */
export function droppedFiles({ items }: DataTransfer): Promise<FileWithPath[]> {
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  // What another page or program hands over may be a file without a place on the disk.
  const files = dropped.map(({ entry, file }) => (entry ? filesOf(entry) : file ? chosenFiles([file]) : []));
  return Promise.all(files).then((found) => found.flat());
}

/** Files that were chosen: those of a folder know their way from there. */
export const chosenFiles = (files: File[]): FileWithPath[] => files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));

async function filesOf(entry: FileSystemEntry): Promise<FileWithPath[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileWithPath[] = [];
  // Gives some hundred at a time, and none at its end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const inside of some) found.push(...(await filesOf(inside)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
