/** Where downloaded files are kept: the browser's private file system, a folder in Node, or memory. */
export interface FileCache {
  /** One folder a model. */
  folder(name: string): CacheFolder;
  /** Names of the folders there are. */
  list(): Promise<string[]>;
  remove(name: string): Promise<void>;
  /** Bytes that may still be stored; undefined where nobody knows. */
  freeBytes(): Promise<number | undefined>;
}

export interface CacheFolder {
  /** Size in bytes; undefined when there is no such file. */
  size(path: string): Promise<number | undefined>;
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Opens a file to write at its end, or from its beginning with `truncate`. */
  append(path: string, options: { truncate: boolean }): Promise<Appender>;
}

export interface Appender {
  /** @throws TandemError `storage-full` when there is no room */
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Makes what was written last. */
  close(): Promise<void>;
}

export async function writeFile(folder: CacheFolder, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await folder.append(path, { truncate: true });
  try {
    await file.write(bytes);
  } finally {
    await file.close();
  }
}

export async function readText(folder: CacheFolder, path: string): Promise<string | undefined> {
  const bytes = await folder.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
