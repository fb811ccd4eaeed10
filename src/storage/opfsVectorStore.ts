/** A VectorStore in a scratch file of the origin-private file system; the file goes when it is disposed of. */
import { TandemError } from '../errors';
import type { VectorStore } from './vectorStore';

const SCRATCH = 'scratch';
const BYTES = Float32Array.BYTES_PER_ELEMENT;

export async function opfsVectorStore(): Promise<VectorStore> {
  const origin = await navigator.storage.getDirectory();
  const folder = await origin.getDirectoryHandle(SCRATCH, { create: true });
  await sweep(folder);
  const name = `${crypto.randomUUID()}.f32`;
  const file = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  let end = 0;
  return {
    append(rows) {
      let written = 0;
      try {
        written = file.write(rows, { at: end });
      } catch {
        // Counted as nothing written; the quota is the only reason there is.
      }
      if (written !== rows.byteLength) {
        throw new TandemError(
          'storage-full',
          'The browser has no room left for more embeddings. Download what is there, or free disk space and start again.',
        );
      }
      end += written;
    },
    read(from, count) {
      const out = new Float32Array(count);
      file.read(out, { at: from * BYTES });
      return out;
    },
    async dispose() {
      file.close();
      await folder.removeEntry(name);
    },
  };
}

/** Removes what closed tabs left behind. A file that another tab has open refuses, and stays. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => undefined);
}
