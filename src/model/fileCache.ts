import { TandemError, toTandemError } from '../errors';
import { joinBytes, sameBytes } from './bytes';
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
/** What is smaller is written with what comes next to it, up to so much. */
const TOGETHER_BYTES = 1 << 20;

/** @param parts of the file, one behind another */
export function writeFile(folder: CacheFolder, path: string, ...parts: ArrayBufferView<ArrayBuffer>[]): Promise<void> {
  return writeParts(folder, path, parts);
}

type Parts = AsyncIterable<ArrayBufferView<ArrayBuffer>> | Iterable<ArrayBufferView<ArrayBuffer>>;

/** The same for parts that come one by one, and stay as they are afterwards. */
export async function writeParts(folder: CacheFolder, path: string, parts: Parts): Promise<void> {
  const file = await folder.append(path, { truncate: true });
  try {
    for await (const chunk of inChunks(parts)) await file.write(chunk);
  } finally {
    await file.close();
  }
}

/**
 * The same, and reads the file again: for what can be had from nowhere else. What fails, or gives back other bytes, is written once
 * more.
 *
 * @param parts called anew for each writing and reading
 * @throws TandemError `storage-failed` where the file is another one the second time as well
 */
export async function writeProven(folder: CacheFolder, path: string, parts: () => Parts): Promise<void> {
  const attempt = async () => {
    await writeParts(folder, path, parts());
    if (!(await isThere(folder, path, parts())))
      throw new TandemError(
        'storage-failed',
        'The browser gave back a file that differs from the one it was given to store: the disk may be damaged. Save your work as a file, and check the disk.',
      );
  };
  await attempt().catch((thrown: unknown) => {
    if (toTandemError(thrown).code === 'storage-full') throw thrown;
    return attempt();
  });
}

async function isThere(folder: CacheFolder, path: string, parts: Parts): Promise<boolean> {
  let at = 0;
  for await (const wanted of inChunks(parts)) {
    const found = await folder.slice(path, at, at + wanted.length);
    if (!found || !sameBytes(found, wanted)) return false;
    at += wanted.length;
  }
  return (await folder.size(path)) === at;
}

export async function writePart(file: Appender, part: ArrayBufferView<ArrayBuffer>): Promise<void> {
  for (const chunk of pieces(part)) await file.write(chunk);
}

/** Small parts together, large ones in pieces: each write costs a turn of the storage. */
async function* inChunks(parts: Parts): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let small: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  for await (const part of parts) {
    if (held > 0 && held + part.byteLength > TOGETHER_BYTES) {
      yield joinBytes(small);
      small = [];
      held = 0;
    }
    if (part.byteLength > TOGETHER_BYTES) yield* pieces(part);
    else {
      small.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      held += part.byteLength;
    }
  }
  if (held > 0) yield joinBytes(small);
}

function* pieces({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < byteLength; at += WRITE_BYTES) {
    yield new Uint8Array(buffer, byteOffset + at, Math.min(WRITE_BYTES, byteLength - at));
  }
}

export async function readText(folder: CacheFolder, path: string): Promise<string | undefined> {
  const bytes = await folder.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
