/** Weights in PyTorch's own format that have been stored: they become safetensors, which is what models are read from here. */
import type { ByteSource } from '../../zipDirectory';
import { type CacheFolder, writeParts } from '../fileCache';
import { openTorchFile } from './torchFile';
import { safetensorsParts } from './toSafetensors';

/** Lists the files of weights, where there are several. */
export const TORCH_INDEX = 'pytorch_model.bin.index.json';

export const isTorchFile = (path: string): boolean => path.endsWith('.bin');

/** `pytorch_model-00001-of-00002.bin` becomes `model-00001-of-00002.safetensors`. */
const safetensorsPath = (path: string) => path.replace(/^pytorch_/, '').replace(/\.bin$/, '.safetensors');

/**
 * Each takes its file's place a piece at a time, so that nothing is held; the disk holds both for a while.
 *
 * @param weights paths of files of any format, which lie in the folder
 * @returns their paths as they are now
 * @throws TandemError `unsupported-model` for a file that holds anything but tensors; `storage-full`, `aborted`
 */
export async function storeAsSafetensors(folder: CacheFolder, weights: string[], signal?: AbortSignal): Promise<string[]> {
  for (const path of weights.filter(isTorchFile)) {
    const source: ByteSource = {
      size: (await folder.size(path)) ?? 0,
      read: async (from, to) => (await folder.slice(path, from, to)) ?? new Uint8Array(),
    };
    await writeParts(folder, safetensorsPath(path), safetensorsParts(await openTorchFile(source, path), signal));
    for (const done of [path, `${path}.partial.json`]) await folder.remove(done);
  }
  return weights.map((path) => (isTorchFile(path) ? safetensorsPath(path) : path));
}
