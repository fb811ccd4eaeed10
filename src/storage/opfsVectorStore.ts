/** A VectorStore in a scratch file of the origin-private file system; the file goes when it is disposed of. */
import { storageFull } from '../errors';
import { statOf } from './opfsCache';
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
      if (written !== rows.byteLength) throw storageFull(`wrote ${written} of ${rows.byteLength} bytes`, 'more embeddings');
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

/** What is there of embeddings, those of closed tabs included; undefined where the browser refuses files. */
export async function scratch(): Promise<{ bytes: number; sweep(): Promise<void> } | undefined> {
  const folder = await navigator.storage
    .getDirectory()
    .then((origin) => origin.getDirectoryHandle(SCRATCH, { create: true }))
    .catch(() => undefined);
  return folder && { bytes: (await statOf(folder)).bytes, sweep: () => sweep(folder) };
}

/** Removes what closed tabs left behind. A file that another tab has open refuses, and stays. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => undefined);
}
