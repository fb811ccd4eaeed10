/**
 * Complete models in the cache: downloaded, trained here, or opened from disk. What makes one complete is its manifest, which is
 * written last.
 */
import { TandemError } from '../errors';
import { checkedFiles, type Remedy } from './checkedFiles';
import { type CacheFolder, type FileCache, writeFile, writeProven } from './fileCache';
import type { ExpectedFile } from './hubListing';
import { type ModelFiles, REFERENCE_FILE } from './modelFiles';
import { readSealedJson, writeSealedJson } from './sealedJson';
import { watchedFolder } from './watchedFolder';

export interface Manifest {
  /** Paths of the files that hold tensors. */
  weights: string[];
  /** Path of a graph of another program, of a model that has nothing else. */
  graph?: string;
  /** Sizes and checksums of the files as they were stored. Absent in models that earlier versions stored, without some small files. */
  files?: Record<string, ExpectedFile>;
  /** The hub's, from which all files come. */
  commit?: string;
  /** What a person should know of it, in a sentence. */
  note?: string;
  /** Tells what is stored now from what is stored under the same name later. */
  stamp?: string;
}

const MANIFEST = 'tandem.json';

/**
 * @param remedy for files that are damaged
 * @returns undefined for a model that is not completely in the cache
 */
export async function openCachedModel(cache: FileCache, id: string, remedy: string): Promise<ModelFiles | undefined> {
  const folder = modelFolder(cache, id);
  const manifest = await readManifest(folder);
  return manifest && (await isWhole(folder, manifest)) ? filesIn(folder, id, manifest, { remedy }) : undefined;
}

/**
 * Adds a model to the cache, in the place of one of the same name.
 *
 * @param write writes its files, and says which of them hold tensors
 */
export async function addCachedModel(
  cache: FileCache,
  id: string,
  write: (folder: CacheFolder) => Promise<Omit<Manifest, 'files'>>,
): Promise<void> {
  await removeCachedModel(cache, id);
  const folder = modelFolder(cache, id);
  try {
    const watched = watchedFolder(folder);
    const manifest = await write(watched);
    await writeManifest(folder, { ...manifest, files: watched.sums });
  } catch (error) {
    await removeCachedModel(cache, id);
    throw error;
  }
}

/** Puts a model into another cache as well, where it is proven. Does nothing where there is none. */
export async function copyCachedModel(from: FileCache, to: FileCache, id: string): Promise<void> {
  const source = modelFolder(from, id);
  const manifest = await readManifest(source);
  if (!manifest) return;
  const { files = {}, ...rest } = manifest;
  await addCachedModel(to, id, async (folder) => {
    for (const path of Object.keys(files)) {
      const bytes = await source.read(path);
      if (bytes) await writeProven(folder, path, () => [bytes]);
    }
    return rest;
  });
}

/** A model as the loader sees it. Once another one is stored under its name, it can no longer be read. */
export function filesIn(folder: CacheFolder, id: string, manifest: Manifest, remedy: Remedy): ModelFiles {
  const { weights, graph, files = {}, note, stamp } = manifest;
  const checkStamp = async () => {
    if ((await readManifest(folder))?.stamp === stamp) return;
    throw new TandemError(
      'missing-file',
      `${id} was removed from this browser’s storage, or another model is stored under its name now. Load it again.`,
    );
  };
  const checksums = new Map(Object.entries(files).flatMap(([path, { sha256 }]) => (sha256 ? [[path, sha256]] : [])));
  const plain: ModelFiles = {
    id,
    weights,
    ...(graph ? { graph, onnxOnly: true } : {}),
    ...(note ? { note } : {}),
    async read(path) {
      await checkStamp();
      return folder.read(path);
    },
    async write(path, bytes) {
      await checkStamp();
      await writeFile(folder, path, bytes);
    },
  };
  return checkedFiles(plain, async () => checksums, remedy);
}

/** Ids of the models that are completely in the cache. */
export async function cachedModels(cache: FileCache): Promise<string[]> {
  const names = await cache.list();
  const complete = await Promise.all(names.map(async (name) => (await readManifest(cache.folder(name))) !== undefined));
  return names.filter((_, i) => complete[i]).map(decodeURIComponent);
}

/** Bytes that a complete model's weights take in the cache. */
export async function modelBytes(cache: FileCache, id: string): Promise<number> {
  const folder = modelFolder(cache, id);
  const manifest = await readManifest(folder);
  const sizes = await Promise.all(manifest ? largeFiles(manifest).map((path) => folder.size(path)) : []);
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

export function removeCachedModel(cache: FileCache, id: string): Promise<void> {
  return cache.remove(encodeURIComponent(id));
}

export function modelFolder(cache: FileCache, id: string): CacheFolder {
  return cache.folder(encodeURIComponent(id));
}

export async function readManifest(folder: CacheFolder): Promise<Manifest | undefined> {
  // Half written when the tab was closed, or damaged: the model is not complete.
  return (await readSealedJson(folder, MANIFEST)) as Manifest | undefined;
}

/** @returns it, with its stamp */
export async function writeManifest(folder: CacheFolder, manifest: Manifest): Promise<Manifest> {
  const stamped = { stamp: crypto.randomUUID(), ...manifest };
  await writeSealedJson(folder, MANIFEST, stamped);
  return stamped;
}

/**
 * Whether its files are there, with the sizes with which they were stored. Reference vectors can be computed again; a manifest that came
 * with a folder was written over.
 */
export async function isWhole(folder: CacheFolder, manifest: Manifest): Promise<boolean> {
  const { files = {} } = manifest;
  const right = await Promise.all(
    [...new Set([...largeFiles(manifest), ...Object.keys(files)])].map(async (path) => {
      if (path === REFERENCE_FILE || path === MANIFEST) return true;
      const size = await folder.size(path);
      return size !== undefined && (files[path]?.size ?? size) === size;
    }),
  );
  return right.every(Boolean);
}

/** Weights, and a graph that holds some. */
export const largeFiles = ({ weights, graph }: Pick<Manifest, 'weights' | 'graph'>): string[] => (graph ? [graph, ...weights] : weights);
