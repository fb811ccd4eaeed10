/** Model folders on disk, for the command line: the same loader that runs in the browser reads them. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileCache } from '../src/model/fileCache';
import type { ModelFiles } from '../src/model/modelFiles';
import { parseShardIndex } from '../src/model/safetensors';

/**
 * A folder as Hugging Face lays it out, or one that the exporter wrote.
 * @throws Error when there are no safetensors weights in it
 */
export async function folderModel(folder: string): Promise<ModelFiles> {
  return { id: basename(resolve(folder)), weights: await findWeights(folder), read: (path) => readIfThere(join(folder, path)) };
}

async function findWeights(folder: string): Promise<string[]> {
  const index = await readIfThere(join(folder, 'model.safetensors.index.json'));
  if (index) return parseShardIndex(new TextDecoder().decode(index));
  const candidates = [
    'model.safetensors',
    'onnx/model.onnx_data',
    ...(await readdir(folder)).filter((name) => name.endsWith('.safetensors')),
  ];
  const found = candidates.find((name) => existsSync(join(folder, name)));
  if (!found) throw new Error(`${folder} holds no safetensors weights.`);
  return [found];
}

/** A download cache in a folder. */
export function folderCache(root: string): FileCache {
  return {
    list: async () => (existsSync(root) ? readdir(root) : []),
    remove: (name) => rm(join(root, name), { recursive: true, force: true }),
    freeBytes: async () => undefined,
    folder: (name) => ({
      size: async (path) => (existsSync(join(root, name, path)) ? (await stat(join(root, name, path))).size : undefined),
      read: (path) => readIfThere(join(root, name, path)),
      async append(path, { truncate }) {
        const target = join(root, name, path);
        await mkdir(dirname(target), { recursive: true });
        if (truncate || !existsSync(target)) await writeFile(target, '');
        return { write: (chunk) => appendFile(target, chunk), close: async () => {} };
      },
    }),
  };
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return existsSync(path) ? new Uint8Array(await readFile(path)) : undefined;
}
