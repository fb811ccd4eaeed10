/** Whether a file is the one that was meant: its size, and its SHA-256 where that is known. */
import { sha256 as hashing } from '@noble/hashes/sha2.js';
import { TandemError } from '../errors';
import type { CacheFolder } from './fileCache';
import type { ExpectedFile } from './hubListing';

/** Hashed at a time: what is read into memory of a large file. */
const STRIDE = 1 << 23;

/** Follows the bytes of a file as they arrive. */
export class Checksum {
  private readonly hash = hashing.create();
  private size = 0;

  add(chunk: Uint8Array): void {
    this.hash.update(chunk);
    this.size += chunk.length;
  }

  /** Adds what a folder has of a file already. */
  async addStored(folder: CacheFolder, path: string): Promise<void> {
    const size = (await folder.size(path)) ?? 0;
    for (let at = 0; at < size; at += STRIDE) this.add((await folder.slice(path, at, Math.min(size, at + STRIDE))) ?? new Uint8Array());
  }

  /** Ends it. */
  result(): Required<ExpectedFile> {
    return { size: this.size, sha256: inHex(this.hash.digest()) };
  }
}

/** Of bytes that are held anyway, some ten times as fast as by a {@link Checksum}. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return inHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const inHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws TandemError `network` for a file that is not the one that was meant; its bytes are of no use then */
export function compareChecksum(path: string, found: Required<ExpectedFile>, expected: ExpectedFile): void {
  const { size, sha256: wanted } = expected;
  const wrongSize = size !== undefined && size !== found.size;
  if (!wrongSize && (wanted === undefined || wanted === found.sha256)) return;
  const why = wrongSize
    ? `it has ${found.size} bytes where the hub says ${size}`
    : 'its SHA-256 checksum is not the one that the hub gives';
  throw new TandemError('network', `${path} arrived damaged or changed: ${why}. It was deleted; load the model again to fetch it anew.`);
}
