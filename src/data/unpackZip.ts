/**
 * ZIP archives (PKWARE APPNOTE 6.3): the directory at the end says what is inside and how large it will be, so
 * that an entry is unpacked only where it is wanted, and never beyond what is allowed.
 */
import { Inflate } from 'fflate';
import { TandemError } from '../errors';
import { type Allowance, collect, crc32 } from './unpackStream';

export interface ZipEntry {
  /** With slashes between folders. */
  path: string;
  encrypted: boolean;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Of its own header in the file. */
  offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Read at a time. */
const PIECE = 1 << 23;
const STORED = 0;
const DEFLATED = 8;
/** The end record, and the longest comment behind it. */
const TAIL = 22 + 0xffff;

export const damaged = (name: string) =>
  new TandemError('bad-input', `${name} is damaged or incomplete, so it cannot be unpacked. Download or pack it again.`);

const viewOf = async (blob: Blob, start: number, end: number) => new DataView(await blob.slice(Math.max(0, start), end).arrayBuffer());

/** @throws TandemError `bad-input` for an archive that is damaged */
export async function listZip(blob: Blob, name: string): Promise<ZipEntry[]> {
  const found = await findDirectory(blob);
  if (!found) throw damaged(name);
  const { view, count, shift } = found;
  const entries: ZipEntry[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY) throw damaged(name);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > view.byteLength) throw damaged(name);
    const sizes = largeSizes(view, at, at + 46 + nameLength, extraLength);
    entries.push({
      path: pathOf(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes,
      offset: sizes.offset + shift,
    });
    at = next;
  }
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
async function packedEntry(blob: Blob, { path, encrypted, method, packed, offset }: ZipEntry, name: string): Promise<Blob> {
  if (encrypted) {
    throw new TandemError('bad-input', `${name} is encrypted: it needs a password. Unpack it first, and choose the files inside.`);
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new TandemError('bad-input', `${path} in ${name} is packed in a way that cannot be unpacked here. Unpack it first.`);
  }
  const local = await viewOf(blob, offset, offset + 30);
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw damaged(name);
  const start = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  return blob.slice(start, start + packed);
}

/** `shift`: how many bytes stand before the archive. */
async function findDirectory(blob: Blob): Promise<{ view: DataView; count: number; shift: number } | undefined> {
  const start = Math.max(0, blob.size - TAIL);
  const tail = await viewOf(blob, start, blob.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return undefined;
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  let end = start + at;
  if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR_64) {
    end = Number(tail.getBigUint64(at - 12, true));
    const large = await viewOf(blob, end, end + 56);
    if (large.byteLength < 56 || large.getUint32(0, true) !== END_64) return undefined;
    [count, size, offset] = [32, 40, 48].map((field) => Number(large.getBigUint64(field, true)));
  }
  const shift = end - size - offset;
  if (shift < 0) return undefined;
  return { view: await viewOf(blob, offset + shift, offset + shift + size), count, shift };
}

/** Sizes that need more than 32 bits stand in an extra field, in this order, as far as they do. */
function largeSizes(view: DataView, at: number, extra: number, length: number): Pick<ZipEntry, 'size' | 'packed' | 'offset'> {
  const sizes = { size: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) };
  for (let field = extra; field + 4 <= extra + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    for (const key of ['size', 'packed', 'offset'] as const) {
      if (sizes[key] !== 0xffffffff || value + 8 > extra + length) continue;
      sizes[key] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
  return sizes;
}

function pathOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\\', '/');
  } catch {
    return new TextDecoder('windows-1252').decode(bytes).replaceAll('\\', '/');
  }
}
