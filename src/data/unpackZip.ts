/** ZIP archives: an entry is unpacked only where it is wanted, and never beyond what is allowed. */
import { Inflate } from 'fflate';
import { TandemError } from '../errors';
import { type ByteSource, dataStart, readZipDirectory, type ZipEntry } from '../zipDirectory';
import { type Allowance, collect, crc32 } from './unpackStream';

export type { ZipEntry };

/** Read at a time. */
const PIECE = 1 << 23;
const STORED = 0;
const DEFLATED = 8;

export const damaged = (name: string) =>
  new TandemError('bad-input', `${name} is damaged or incomplete, so it cannot be unpacked. Download or pack it again.`);

const sourceOf = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
});

/** @throws TandemError `bad-input` for an archive that is damaged */
export async function listZip(blob: Blob, name: string): Promise<ZipEntry[]> {
  const entries = await readZipDirectory(sourceOf(blob));
  if (!entries) throw damaged(name);
  return entries;
}

/** @param name of the archive */
export async function readZipEntry(blob: Blob, entry: ZipEntry, name: string, allowance: Allowance): Promise<Blob> {
  const { path, method, size, crc } = entry;
  allowance.expect(size);
  const inside = await packedEntry(blob, entry, name);
  const found = await collect(inside, method === STORED ? undefined : (onData) => new Inflate(onData), allowance).catch(
    (error: unknown) => {
      throw error instanceof TandemError ? error : damaged(`${path} in ${name}`);
    },
  );
  if (found.size !== size || found.crc !== crc) throw damaged(`${path} in ${name}`);
  return found.blob;
}

/**
 * An entry of any size, a piece at a time; the last one is followed by the comparison with its checksum.
 *
 * @param name of the archive
 * @throws TandemError `bad-input` for an entry that is encrypted, damaged, or packed in an unusual way
 */
export async function* zipEntryChunks(blob: Blob, entry: ZipEntry, name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const packed = await packedEntry(blob, entry, name);
  const broken = () => damaged(`${entry.path} in ${name}`);
  let unpacked: Uint8Array<ArrayBuffer>[] = [];
  const inflate = entry.method === DEFLATED ? new Inflate((data) => unpacked.push(data as Uint8Array<ArrayBuffer>)) : undefined;
  let crc = -1;
  let size = 0;
  for (let at = 0; at < packed.size; at += PIECE) {
    const piece = new Uint8Array(await packed.slice(at, at + PIECE).arrayBuffer());
    unpacked = inflate ? [] : [piece];
    try {
      inflate?.push(piece, at + PIECE >= packed.size);
    } catch {
      throw broken();
    }
    for (const chunk of unpacked) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      if (size > entry.size) throw broken();
      yield chunk;
    }
  }
  if (size !== entry.size || ~crc >>> 0 !== entry.crc) throw broken();
}

/** Its bytes as they lie in the archive. */
async function packedEntry(blob: Blob, entry: ZipEntry, name: string): Promise<Blob> {
  const { path, encrypted, method, packed } = entry;
  if (encrypted) {
    throw new TandemError('bad-input', `${name} is encrypted: it needs a password. Unpack it first, and choose the files inside.`);
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new TandemError('bad-input', `${path} in ${name} is packed in a way that cannot be unpacked here. Unpack it first.`);
  }
  const start = await dataStart(sourceOf(blob), entry);
  if (start === undefined) throw damaged(name);
  return blob.slice(start, start + packed);
}
