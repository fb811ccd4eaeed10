import type { FileParts } from './modelFiles';

/** Where downloaded files are kept: the browser's private file system, a folder in Node, or memory. */
export interface FileCache {
  /** One folder per model. */
  folder(name: string): CacheFolder;
  /** Names of the folders there are. */
  list(): Promise<string[]>;
  remove(name: string): Promise<void>;
  /** What a folder takes; undefined when there is none. */
  stat(name: string): Promise<FolderStat | undefined>;
  /** Bytes that may still be stored; undefined where nobody knows. */
  freeBytes(): Promise<number | undefined>;
}

export interface FolderStat {
  bytes: number;
  /** When a file in it was last written, in milliseconds since 1970. */
  changed: number;
}

/** Paths may lead through folders of their own: `1_Pooling/config.json`. */
export interface CacheFolder extends FileParts {
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Opens a file to write at its end, or from its beginning with `truncate`. */
  append(path: string, options: { truncate: boolean }): Promise<Appender>;
}

export interface Appender {
  /** @throws TandemError `storage-full` when there is no room */
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Makes what was written last. */
  close(): Promise<void>;
}

/** Written at a time: what a storage may have to copy. */
const WRITE_BYTES = 1 << 23;

/** @param parts of the file, one behind another */
export function writeFile(folder: CacheFolder, path: string, ...parts: ArrayBufferView<ArrayBuffer>[]): Promise<void> {
  return writeParts(folder, path, parts);
}

/** The same for parts that come one by one. */
export async function writeParts(
  folder: CacheFolder,
  path: string,
  parts: AsyncIterable<ArrayBufferView<ArrayBuffer>> | Iterable<ArrayBufferView<ArrayBuffer>>,
): Promise<void> {
  const file = await folder.append(path, { truncate: true });
  try {
    for await (const part of parts) await writePart(file, part);
  } finally {
    await file.close();
  }
}

export async function writePart(file: Appender, { buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Promise<void> {
  for (let at = 0; at < byteLength; at += WRITE_BYTES) {
    await file.write(new Uint8Array(buffer, byteOffset + at, Math.min(WRITE_BYTES, byteLength - at)));
  }
}

export async function readText(folder: CacheFolder, path: string): Promise<string | undefined> {
  const bytes = await folder.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
