/** What a person chose from disk as one model folder: a zip is opened, and the folder with the config is found in it. */

import { isAside } from '../../data/unpack';
import { listZip, zipEntryChunks } from '../../data/unpackZip';
import { TandemError } from '../../errors';
import type { PickedFile } from '../../model/diskName';

export interface DiskFile {
  /** In bytes. */
  size: number;
  /** @throws TandemError `bad-input` for a damaged archive */
  chunks(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** By path from the folder. */
export type DiskFolder = Map<string, DiskFile>;

const CONFIG = 'config.json';
/** Read at a time. */
const PIECE = 1 << 23;

/** @throws TandemError `bad-input` for a damaged archive, `missing-file` where no folder has a config */
export async function openDiskFolder(picked: PickedFile[]): Promise<DiskFolder> {
  const all = picked.length === 1 && (await isZip(picked[0].file)) ? await unzipped(picked[0]) : plain(picked);
  const files = all.filter(([path]) => !isAside(path));
  const root = rootOf(files.map(([path]) => path));
  if (root === undefined) {
    const shown = files
      .map(([path]) => path)
      .slice(0, 4)
      .join(', ');
    throw new TandemError(
      'missing-file',
      `No ${CONFIG} is among these files${shown && ` (${shown}${files.length > 4 ? ', …' : ''})`}. Choose the folder of a model, or a zip of it, as save_pretrained of transformers or sentence-transformers writes it.`,
    );
  }
  return new Map(files.filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]));
}

/** @param most bytes. Default: all */
export async function readDiskFile({ chunks, size }: DiskFile, most = size): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.min(most, size));
  let at = 0;
  for await (const chunk of chunks()) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += Math.min(chunk.length, bytes.length - at);
    if (at === bytes.length && most < size) break;
  }
  return bytes;
}

/** The folder nearest to the top that has a config; those of sentence-transformers' modules lie below it. */
function rootOf(paths: string[]): string | undefined {
  const roots = paths.filter((path) => path === CONFIG || path.endsWith(`/${CONFIG}`)).map((path) => path.slice(0, -CONFIG.length));
  return roots.sort((a, b) => a.split('/').length - b.split('/').length || Number(a > b))[0];
}

function plain(picked: PickedFile[]): [string, DiskFile][] {
  return picked.map(({ path, file }) => [path, { size: file.size, chunks: () => slices(file) }]);
}

async function unzipped({ path: name, file }: PickedFile): Promise<[string, DiskFile][]> {
  const entries = await listZip(file, name);
  return entries
    .filter(({ path }) => !path.endsWith('/'))
    .map((entry) => [entry.path, { size: entry.size, chunks: () => zipEntryChunks(file, entry, name) }]);
}

async function* slices(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += PIECE) yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
}

async function isZip(file: Blob): Promise<boolean> {
  const [a, b, c, d] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return a === 0x50 && b === 0x4b && c === 3 && d === 4;
}
