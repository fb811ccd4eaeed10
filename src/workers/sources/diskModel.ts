/**
 * A model that a person opens from disk: checked like one of the hub, then stored like one, so that it is there for the next
 * visit.
 */
import { TandemError, throwIfAborted } from '../../errors';
import { diskId, type PickedFile } from '../../model/diskName';
import { checkRoom } from '../../model/download';
import { type CacheFolder, type FileCache, writeFile } from '../../model/fileCache';
import { missingWeights } from '../../model/hubWeights';
import type { ModelFiles, ModelReadOptions } from '../../model/modelFiles';
import { findGraph, onnxOnlyNote } from '../../model/onnxOnly';
import { headerByteLength, parseShardIndex, SHARD_INDEX, WEIGHTS } from '../../model/safetensors';
import { addCachedModel, largeFiles, type Manifest, openCachedModel } from '../../model/storedModels';
import { checkWeightHeaders } from '../../model/weightHeaders';
import { writeClassifier } from './classifierFiles';
import { type DiskFile, type DiskFolder, openDiskFolder, readDiskFile } from './diskFolder';

/** Weights under the name that our exporter gives them for transformers.js. */
const EXPORTED = /^onnx\/model\.onnx_data(_\d+)?$/;
/** Weights and graphs in formats of other programs, and what is too large to be a small file. */
const OTHERS = /\.(safetensors|bin|h5|msgpack|onnx|onnx_data(_\d+)?|pt|pth|ot|gguf|ckpt|tflite|zip)$/;
const SMALL_BYTES = 1 << 26;
/** What heads and modules of sentence-transformers keep their values in. */
const SMALL_VALUES = /^(heads\.safetensors|[^/]+\/model\.safetensors)$/;

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
    await checkWeightHeaders(new TextDecoder().decode(await read('config.json')), weights, async (path, length) => {
      const file = fileOf(folder, path, id);
      return { bytes: await readDiskFile(file, length), size: file.size };
    });
  const large = largeFiles(found).map((path) => [path, fileOf(folder, path, id)] as const);
  checkRoom(
    id,
    large.reduce((sum, [, { size }]) => sum + size, 0),
    await cache.freeBytes(),
  );
  await addCachedModel(cache, id, found, async (target) => {
    for (const [path, file] of smallFilesOf(folder)) await writeFile(target, path, await readDiskFile(file));
    for (const [path, file] of large) await copy(path, file, target, options);
    return graph ? onnxOnlyNote(graph, folder.has('modules.json')) : writeClassifier(target, weights);
  });
  const stored = await openCachedModel(cache, id);
  if (!stored) throw new TandemError('storage-full', `${id} could not be stored. Remove a stored model, or free disk space.`);
  return stored;
}

async function weightsIn(folder: DiskFolder, id: string): Promise<Pick<Manifest, 'weights' | 'graph'>> {
  if (folder.has(WEIGHTS)) return { weights: [WEIGHTS] };
  const index = folder.get(SHARD_INDEX);
  if (index) return { weights: parseShardIndex(new TextDecoder().decode(await readDiskFile(index))) };
  const exported = [...folder.keys()].filter((path) => EXPORTED.test(path)).sort();
  if (exported.length > 0 && (await isSafetensors(folder.get(exported[0])))) return { weights: exported };
  const onnx = findGraph([...folder.keys()]);
  if (onnx) return onnx;
  throw missingWeights(id, [...folder.keys()]);
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
  throw new TandemError('missing-file', `${id} has no ${path}, which ${SHARD_INDEX} names. Choose the whole folder.`);
}

function smallFilesOf(folder: DiskFolder): [string, DiskFile][] {
  return [...folder].filter(([path, { size }]) => size <= SMALL_BYTES && (SMALL_VALUES.test(path) || !OTHERS.test(path)));
}

async function copy(
  path: string,
  { size, chunks }: DiskFile,
  target: CacheFolder,
  { onProgress, signal }: ModelReadOptions,
): Promise<void> {
  const appender = await target.append(path, { truncate: true });
  let loaded = 0;
  try {
    for await (const chunk of chunks()) {
      throwIfAborted(signal, 'Opening the model');
      await appender.write(chunk);
      loaded += chunk.length;
      onProgress?.({ file: path, loaded, total: size });
    }
  } finally {
    await appender.close();
  }
}
