/** Tells whether a file holds all that was written to it, whatever may have cut the writing short. */

export interface Seal {
  /** Bytes of the parts that it was written in, one behind another. */
  parts: number[];
  /** SHA-256 of the hashes of its pieces, in hexadecimal. */
  hash: string;
}

/** Hashed at a time: the browser copies what it hashes. */
const PIECE_BYTES = 1 << 23;

export async function sealOf(parts: ArrayBufferView<ArrayBuffer>[]): Promise<Seal> {
  const hashes: Uint8Array<ArrayBuffer>[] = [];
  for (const { buffer, byteOffset, byteLength } of parts) {
    for (let at = 0; at < byteLength; at += PIECE_BYTES) {
      hashes.push(await sha256(new Uint8Array(buffer, byteOffset + at, Math.min(PIECE_BYTES, byteLength - at))));
    }
  }
  const all = new Uint8Array(hashes.length * 32);
  for (const [i, hash] of hashes.entries()) all.set(hash, i * 32);
  const hash = Array.from(await sha256(all), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { parts: parts.map(({ byteLength }) => byteLength), hash };
}

export const sealedBytes = ({ parts }: Seal): number => parts.reduce((sum, bytes) => sum + bytes, 0);

export async function holds(bytes: Uint8Array<ArrayBuffer>, seal: Seal): Promise<boolean> {
  if (bytes.length !== sealedBytes(seal)) return false;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const length of seal.parts) {
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return (await sealOf(parts)).hash === seal.hash;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
