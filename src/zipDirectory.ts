/**
 * The directory of a zip archive (PKWARE APPNOTE 6.3), which stands at its end and says what is inside, how large it will be, and
 * where it lies.
 */

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

/** A file of which parts can be had. */
export interface ByteSource {
  /** In bytes. */
  size: number;
  /** Bytes `from` up to `to`, as far as there are any. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** What stands before an entry's bytes, but for its name and extra fields. */
const LOCAL_BYTES = 30;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record, and the longest comment behind it. */
const TAIL = 22 + 0xffff;

async function viewOf(source: ByteSource, start: number, end: number): Promise<DataView> {
  const { buffer, byteOffset, byteLength } = await source.read(Math.max(0, start), end);
  return new DataView(buffer, byteOffset, byteLength);
}

/** @returns undefined for a file that is damaged, or not an archive */
export async function readZipDirectory(source: ByteSource): Promise<ZipEntry[] | undefined> {
  const found = await findDirectory(source);
  if (!found) return undefined;
  const { view, count, shift } = found;
  const entries: ZipEntry[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY) return undefined;
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > view.byteLength) return undefined;
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

/** Where an entry's bytes begin; undefined where nothing stands before them that says so. */
export async function dataStart(source: ByteSource, { offset }: ZipEntry): Promise<number | undefined> {
  const local = await viewOf(source, offset, offset + LOCAL_BYTES);
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL) return undefined;
  return offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
}

/** `shift`: how many bytes stand before the archive. */
async function findDirectory(source: ByteSource): Promise<{ view: DataView; count: number; shift: number } | undefined> {
  const start = Math.max(0, source.size - TAIL);
  const tail = await viewOf(source, start, source.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return undefined;
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  let end = start + at;
  if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR_64) {
    end = Number(tail.getBigUint64(at - 12, true));
    const large = await viewOf(source, end, end + 56);
    if (large.byteLength < 56 || large.getUint32(0, true) !== END_64) return undefined;
    [count, size, offset] = [32, 40, 48].map((field) => Number(large.getBigUint64(field, true)));
  }
  const shift = end - size - offset;
  if (shift < 0) return undefined;
  return { view: await viewOf(source, offset + shift, offset + shift + size), count, shift };
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
