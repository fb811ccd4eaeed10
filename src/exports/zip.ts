/** Files as one zip. Weights do not get smaller, and stored files are read without patience: nothing is compressed. */
import { Zip, ZipPassThrough } from 'fflate';
import { TandemError, throwIfAborted } from '../errors';
import { soundBlob } from './soundBlob';
import type { ExportFile } from './target';

export interface ZipOptions {
  signal?: AbortSignal;
  /** @param done bytes of `total` */
  onProgress?: (done: number, total: number) => void;
}

/** Beyond this a zip needs the ZIP64 format, which many readers lack. */
const LIMIT = 2 ** 32 - 2 ** 20;
/** Parts that become a Blob together: browsers may keep those on disk. */
const PART_BYTES = 1 << 25;

/** @throws TandemError `bad-input` for more than a zip can hold, `storage-full`, `aborted` */
export async function zipFiles(files: ExportFile[], { signal, onProgress }: ZipOptions = {}): Promise<Blob> {
  const total = files.reduce((sum, file) => sum + sizeOf(file), 0);
  if (total > LIMIT) {
    const gigabytes = (total / 1e9).toFixed(1);
    throw new TandemError('bad-input', `These files take ${gigabytes} GB, and a zip holds 4.2 GB at most. Save a smaller model.`);
  }
  const blobs: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let heldBytes = 0;
  const flush = () => {
    blobs.push(new Blob(held));
    [held, heldBytes] = [[], 0];
  };
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    held.push(chunk as Uint8Array<ArrayBuffer>);
    heldBytes += chunk.length;
    if (heldBytes >= PART_BYTES) flush();
  });
  let done = 0;
  for (const file of files) {
    const entry = new ZipPassThrough(file.path);
    zip.add(entry);
    for await (const part of partsOf(file)) {
      throwIfAborted(signal, 'Saving the model');
      entry.push(part);
      done += part.length;
      onProgress?.(done, total);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  flush();
  return soundBlob(new Blob(blobs, { type: 'application/zip' }));
}

const sizeOf = (file: ExportFile): number => ('bytes' in file ? file.bytes.length : file.size);

async function* partsOf(file: ExportFile): AsyncIterable<Uint8Array<ArrayBuffer>> {
  if ('bytes' in file) yield file.bytes;
  else yield* file.parts();
}
