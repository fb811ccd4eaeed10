/** Whether a file is the one that was meant: its size, and its SHA-256 or what git calls it, where that is known. */
import { sha256 as hashing } from '@noble/hashes/sha2.js';
import { TandemError } from '../errors';
import type { CacheFolder } from './fileCache';
import type { ExpectedFile } from './hubListing';

/** What is known of a file that has arrived. */
export type FileSum = Required<Pick<ExpectedFile, 'size' | 'sha256'>>;

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
  result(): FileSum {
    return { size: this.size, sha256: inHex(this.hash.digest()) };
  }
}

/** Of bytes that are held anyway, some ten times as fast as by a {@link Checksum}. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return inHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const inHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws TandemError `network` for a file that is not the one that was meant; its bytes are of no use then */
export function compareChecksum(path: string, found: FileSum, { size, sha256: wanted }: ExpectedFile): void {
  if (size !== undefined && size !== found.size) throw damaged(path, `it has ${found.size} bytes where the hub says ${size}`);
  if (wanted !== undefined && wanted !== found.sha256) throw damaged(path, 'its SHA-256 checksum is not the one that the hub gives');
}

/** Of a small file, which git itself holds: the hub gives no SHA-256 of those. @throws TandemError `network`, like {@link compareChecksum} */
export async function compareBytes(path: string, bytes: Uint8Array<ArrayBuffer>, expected: ExpectedFile): Promise<void> {
  compareChecksum(path, { size: bytes.length, sha256: await sha256(bytes) }, expected);
  if (expected.gitId === undefined || expected.gitId === (await gitId(bytes))) return;
  throw damaged(path, 'its git checksum is not the one that the hub gives');
}

/** SHA-1 as in https://git-scm.com/book/en/v2/Git-Internals-Git-Objects: against damage, not against forgers. */
async function gitId(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const object = new Uint8Array(header.length + bytes.length);
  object.set(header);
  object.set(bytes, header.length);
  return inHex(new Uint8Array(await crypto.subtle.digest('SHA-1', object)));
}

function damaged(path: string, why: string): TandemError {
  return new TandemError('network', `${path} arrived damaged or changed: ${why}. It was deleted; load the model again to fetch it anew.`);
}
