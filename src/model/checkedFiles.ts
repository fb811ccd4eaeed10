/** Files that are compared, whenever they are read, with the checksums that they had when they were stored. */

import { TandemError } from '../errors';
import { sha256 } from './checksum';
import type { ModelFiles } from './modelFiles';

export interface Remedy {
  /** What a person can do about a damaged file, as a sentence. */
  remedy: string;
  /** Called before the error, for a file that is damaged whenever it is read. */
  onDamaged?(path: string): Promise<void>;
}

/**
 * @param checksums SHA-256 by path; files without one are read as they are
 * @returns the same files. `read` throws TandemError `bad-safetensors` for one that is no longer as it was
 */
export function checkedFiles(
  files: ModelFiles,
  checksums: () => Promise<ReadonlyMap<string, string>>,
  { remedy, onDamaged }: Remedy,
): ModelFiles {
  // What is written over a file in this visit is another file.
  const written = new Set<string>();
  const checksum = async (path: string) => (written.has(path) ? undefined : (await checksums()).get(path));
  const { write } = files;
  return {
    ...files,
    checksum,
    async read(path, options) {
      const sound = async (bytes: Uint8Array<ArrayBuffer> | undefined) => {
        const stored = bytes && (await checksum(path));
        return !stored || stored === (await sha256(bytes));
      };
      const bytes = await files.read(path, options);
      if (await sound(bytes)) return bytes;
      // It may be the reading that went wrong.
      const again = await files.read(path, options);
      if (await sound(again)) return again;
      await onDamaged?.(path);
      throw new TandemError(
        'bad-safetensors',
        `${path} of ${files.id} is damaged: its SHA-256 checksum does not match the one it was stored with. ${remedy}`,
      );
    },
    ...(write
      ? {
          async write(path, bytes) {
            written.add(path);
            await write(path, bytes);
          },
        }
      : {}),
  };
}
