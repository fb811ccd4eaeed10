/**
 * A model that a person opens from disk: checked like one of the hub, then stored like one, so that it is there for the next
 * visit.
 */
import { TandemError, throwIfAborted } from '../../errors';
import { diskId, type PickedFile } from '../../model/diskName';
import { checkRoom } from '../../model/download';
import { type FileCache, writeFile, writeParts } from '../../model/fileCache';
import { missingWeights } from '../../model/hubWeights';
import type { ModelFiles, ModelReadOptions } from '../../model/modelFiles';
import { findGraph, onnxOnlyNote } from '../../model/onnxOnly';
import { headerByteLength, parseShardIndex, SHARD_INDEX, WEIGHTS } from '../../model/safetensors';
import { HEAD_VALUES, TORCH_WEIGHTS } from '../../model/smallFiles';
import { addCachedModel, largeFiles, type Manifest, openCachedModel } from '../../model/storedModels';
import { isTorchFile, storeAsSafetensors, TORCH_INDEX } from '../../model/torch/stored';
import { checkWeightHeaders, readHeader } from '../../model/weightHeaders';
import { writeClassifier } from './classifierFiles';
import { type DiskFile, type DiskFolder, openDiskFolder, readDiskFile } from './diskFolder';

/** Weights under the name that our exporter gives them for transformers.js. */
const EXPORTED = /^onnx\/model\.onnx_data(_\d+)?$/;
/** Weights and graphs in formats of other programs, and what is too large to be a small file. */
const OTHERS = /\.(safetensors|bin|h5|msgpack|onnx|onnx_data(_\d+)?|pt|pth|ot|gguf|ckpt|tflite|zip)$/;
const SMALL_BYTES = 1 << 26;
/** What heads and modules of sentence-transformers keep their values in. */
const isSmallValues = (path: string) =>
  path === HEAD_VALUES || (/^[^/]+\/[^/]+$/.test(path) && [WEIGHTS, TORCH_WEIGHTS].includes(path.slice(path.indexOf('/') + 1)));

/** What is damaged in storage is sound on the disk. */
export const OPEN_AGAIN = 'Open its folder or zip again.';

interface StoreOptions extends ModelReadOptions {
  /** Turns a model away by its small files. */
  check: (files: ModelFiles) => Promise<void>;
}

/** @throws TandemError naming what is missing, or why the model cannot be used; `storage-full`, `aborted` */
export async function storeDiskModel(picked: PickedFile[], cache: FileCache, options: StoreOptions): Promise<ModelFiles> {
  const id = diskId(picked);
  const folder = await openDiskFolder(picked);
  const read = async (path: string) => {
    const file = folder.get(path);
    return file && readDiskFile(file);
  };
  await options.check({ id, weights: [], read });
  const found = await weightsIn(folder, id);
  const { weights, graph } = found;
  if (!graph)
    await checkWeightHeaders(new TextDecoder().decode(await read('config.json')), weights, async (path) => {
      // What others hold is known when they have been copied: parts of a packed file cannot be had.
      if (isTorchFile(path)) return undefined;
      const file = fileOf(folder, path, id);
      return readHeader(path, async (_, length) => ({ bytes: await readDiskFile(file, length), size: file.size }));
    });
  const large = largeFiles(found).map((path) => [path, fileOf(folder, path, id)] as const);
  checkRoom(
    id,
    large.reduce((sum, [path, { size }]) => sum + (isTorchFile(path) ? 2 : 1) * size, 0),
    await cache.freeBytes(),
  );
  await addCachedModel(cache, id, async (target) => {
    for (const [path, file] of smallFilesOf(folder)) await writeFile(target, path, await readDiskFile(file));
    for (const [path, file] of large) await writeParts(target, path, copied(path, file, options));
    if (graph) return { ...found, note: onnxOnlyNote(graph, folder.has('modules.json')) };
    const stored = await storeAsSafetensors(target, weights, options.signal);
    const note = await writeClassifier(target, stored);
    return { weights: stored, ...(note ? { note } : {}) };
  });
  const stored = await openCachedModel(cache, id, OPEN_AGAIN);
  if (!stored) throw new TandemError('storage-full', `${id} could not be stored. Remove a stored model, or free disk space.`);
  return stored;
}

async function weightsIn(folder: DiskFolder, id: string): Promise<Pick<Manifest, 'weights' | 'graph'>> {
  if (folder.has(WEIGHTS)) return { weights: [WEIGHTS] };
  if (folder.has(SHARD_INDEX)) return { weights: await shards(folder, SHARD_INDEX) };
  const exported = [...folder.keys()].filter((path) => EXPORTED.test(path)).sort();
  if (exported.length > 0 && (await isSafetensors(folder.get(exported[0])))) return { weights: exported };
  if (folder.has(TORCH_WEIGHTS)) return { weights: [TORCH_WEIGHTS] };
  if (folder.has(TORCH_INDEX)) return { weights: await shards(folder, TORCH_INDEX) };
  const onnx = findGraph([...folder.keys()]);
  if (onnx) return onnx;
  throw missingWeights(id, [...folder.keys()]);
}

async function shards(folder: DiskFolder, index: string): Promise<string[]> {
  const file = folder.get(index);
  return parseShardIndex(new TextDecoder().decode(file && (await readDiskFile(file))), index);
}

/** Other programs keep raw data under the name that ours gives to a safetensors file. */
async function isSafetensors(file: DiskFile | undefined): Promise<boolean> {
  if (!file) return false;
  try {
    const head = await readDiskFile(file, 1 << 16);
    return headerByteLength(head, file.size, EXPORTED.source) > 0 && head[8] === '{'.charCodeAt(0);
  } catch {
    return false;
  }
}

function fileOf(folder: DiskFolder, path: string, id: string): DiskFile {
  const found = folder.get(path);
  if (found) return found;
  throw new TandemError('missing-file', `${id} has no ${path}, which the index of its weights names. Choose the whole folder.`);
}

function smallFilesOf(folder: DiskFolder): [string, DiskFile][] {
  return [...folder].filter(([path, { size }]) => size <= SMALL_BYTES && (isSmallValues(path) || !OTHERS.test(path)));
}

async function* copied(path: string, { size, chunks }: DiskFile, { onProgress, signal }: ModelReadOptions) {
  let loaded = 0;
  for await (const chunk of chunks()) {
    throwIfAborted(signal, 'Opening the model');
    yield chunk;
    loaded += chunk.length;
    onProgress?.({ file: path, loaded, total: size });
  }
}
