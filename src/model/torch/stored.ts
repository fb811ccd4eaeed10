/** Weights in PyTorch's own format that have been stored: they become safetensors, which is what models are read from here. */
import type { ByteSource } from '../../zipDirectory';
import { writeParts } from '../checksum';
import type { CacheFolder } from '../fileCache';
import type { Manifest } from '../storedModels';
import { openTorchFile } from './torchFile';
import { safetensorsParts } from './toSafetensors';

/** Where older versions of transformers keep weights: one file, or several that an index lists. */
export const TORCH_WEIGHTS = 'pytorch_model.bin';
export const TORCH_INDEX = 'pytorch_model.bin.index.json';

export const isTorchFile = (path: string): boolean => path.endsWith('.bin');

/** `pytorch_model-00001-of-00002.bin` becomes `model-00001-of-00002.safetensors`. */
const safetensorsPath = (path: string) => path.replace(/^pytorch_/, '').replace(/\.bin$/, '.safetensors');

type Stored = Required<Pick<Manifest, 'weights' | 'files'>>;

/**
 * Each takes its file's place a piece at a time, so that nothing is held; the disk holds both for a while.
 *
 * @param stored weights of any format, which lie in the folder
 * @returns the same as they are now
 * @throws TandemError `unsupported-model` for a file that holds anything but tensors; `storage-full`, `aborted`
 */
export async function storeAsSafetensors(folder: CacheFolder, stored: Stored, signal?: AbortSignal): Promise<Stored> {
  const now: Stored = { weights: [], files: { ...stored.files } };
  for (const path of stored.weights) {
    const target = isTorchFile(path) ? safetensorsPath(path) : path;
    now.weights.push(target);
    if (target === path) continue;
    const source: ByteSource = {
      size: (await folder.size(path)) ?? 0,
      read: async (from, to) => (await folder.slice(path, from, to)) ?? new Uint8Array(),
    };
    now.files[target] = await writeParts(folder, target, safetensorsParts(await openTorchFile(source, path), signal));
    delete now.files[path];
    for (const done of [path, `${path}.partial.json`]) await folder.remove(done);
  }
  return now;
}
