/** Bytes through a decoder, piece by piece: never more of them than are allowed, and with their checksum. */
import type { FlateStreamHandler } from 'fflate';
import { TandemError } from '../errors';

/** What may still be unpacked, of all archives together: a few kilobytes can unpack to any size. */
export class Allowance {
  private left: number;

  constructor(
    private readonly name: string,
    private readonly most = 2 ** 30,
  ) {
    this.left = most;
  }

  /** Throws before work is done that cannot be kept. */
  expect(size: number): void {
    if (size <= this.left) return;
    const shown = this.most >= 2 ** 30 ? `${this.most / 2 ** 30} GiB` : `${this.most} bytes`;
    throw new TandemError(
      'bad-input',
      `${this.name} unpacks to more than ${shown}, which is the most that can be read. Unpack it, and choose some of its files.`,
    );
  }

  spend(size: number): void {
    this.expect(size);
    this.left -= size;
  }
}

interface Decoder {
  push(chunk: Uint8Array<ArrayBuffer>, final?: boolean): void;
}

/** @param decoder none for bytes that are stored as they are */
export async function collect(
  packed: Blob,
  decoder: ((onData: FlateStreamHandler) => Decoder) | undefined,
  allowance: Allowance,
  onStart: (restart: () => void) => void = () => {},
): Promise<{ blob: Blob; size: number; crc: number }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let crc = -1;
  let size = 0;
  onStart(() => {
    crc = -1;
    size = 0;
  });
  const take: FlateStreamHandler = (data) => {
    if (data.length === 0) return;
    allowance.spend(data.length);
    crc = crc32(data, crc);
    size += data.length;
    parts.push(data.slice());
  };
  const target = decoder?.(take) ?? { push: (chunk: Uint8Array<ArrayBuffer>) => take(chunk, false) };
  // One piece is held back, as the decoder wants to know which is the last.
  let held = new Uint8Array(0);
  for await (const chunk of packed.stream()) {
    if (held.length > 0) target.push(held, false);
    held = chunk;
  }
  target.push(held, true);
  return { blob: new Blob(parts), size, crc: ~crc >>> 0 };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC-32 that ZIP and gzip keep, not yet inverted. */
export function crc32(data: Uint8Array, crc: number): number {
  let value = crc;
  for (let i = 0; i < data.length; i++) value = TABLE[(value ^ data[i]) & 0xff] ^ (value >>> 8);
  return value;
}
