/** Model folders on disk, for the command line: the same loader that runs in the browser reads them. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ModelFiles } from '../src/model/modelFiles';
import { parseShardIndex } from '../src/model/safetensors';
import { readIfThere } from '../src/node/folderCache';

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
