/**
 * Opens a repository of the Hugging Face hub (or a mirror with the same URLs). Whatever could refuse the model is fetched and
 * asked first. Weights go straight to the cache as they arrive; an interrupted download goes on where it stopped; a complete one
 * needs no network at all.
 */
import { TandemError, toTandemError } from '../errors';
import { parseConfig } from './config';
import { checkRoom, download, forget } from './download';
import { type CacheFolder, type FileCache, readText, writeFile } from './fileCache';
import { type Fetch, plainFetch } from './http';
import { fetchSmallFiles, fetchText } from './hubFiles';
import { fetchListing, type Listing, listingWithin } from './hubListing';
import { DEFAULT_ENDPOINT, parseHubName } from './hubName';
import { HubRepository } from './hubRepository';
import { findWeights, headerReader, missingWeights } from './hubWeights';
import { type ModelFiles, type ProgressListener, REFERENCE_FILE } from './modelFiles';
import { onnxOnlyNote } from './onnxOnly';
import { MODULES_FILE } from './sentence/modules';
import { encoderFolder, withEncoderAtRoot } from './sentence/nested';
import { HEAD_FILES, SMALL_FILES } from './smallFiles';
import { filesIn, isWhole, largeFiles, type Manifest, modelFolder, readManifest, writeManifest } from './storedModels';
import { isTorchFile, storeAsSafetensors } from './torch/stored';
import { watchedFolder } from './watchedFolder';
import { checkWeightHeaders } from './weightHeaders';

export interface HubOptions {
  cache: FileCache;
  /** Base URL of the hub or a mirror. Default: https://huggingface.co */
  endpoint?: string;
  /** An access token of the hub, for private and gated repositories: sent to the endpoint alone. */
  token?: string;
  /** Hosts that the endpoint may redirect downloads to, besides those that hubs are known to use: `cdn.example`, `*.example.org`. */
  allowedHosts?: readonly string[];
  /** Turns a model away before its weights are downloaded, by its small files. Default: by its config alone. */
  check?: (files: ModelFiles) => Promise<void>;
  /** Adds to a folder whose files are all there. @returns what a person should know of the model */
  complete?: (folder: CacheFolder, weights: string[]) => Promise<string | undefined>;
  onProgress?: ProgressListener;
  signal?: AbortSignal;
  /** Milliseconds that the server may send nothing. Default: 30 seconds. */
  patience?: number;
  fetch?: Fetch;
}

/**
 * @param name `org/name`, `org/name@revision` for a branch, tag or commit, or the address of a model's page
 * @throws TandemError `bad-input` for a malformed name; `unsupported-model`, `missing-file`, `network`,
 *   `storage-full`, `aborted` as the download goes
 */
export async function openHubModel(name: string, options: HubOptions): Promise<ModelFiles> {
  const { endpoint = DEFAULT_ENDPOINT, token, allowedHosts, signal } = options;
  const named = parseHubName(name, endpoint);
  const folder = modelFolder(options.cache, named.id);
  const stored = await readManifest(folder);
  // What is damaged goes, so that the next try fetches that alone.
  const remedy = { remedy: 'Load the model again: what is damaged is fetched anew.', onDamaged: (path: string) => forget(folder, path) };
  if (stored?.files && (await isWhole(folder, stored))) return filesIn(folder, named.id, stored, remedy);
  const repository = new HubRepository(named, {
    endpoint,
    token,
    signal,
    patience: options.patience,
    allowedHosts,
    fetch: options.fetch ?? plainFetch,
  });
  try {
    return filesIn(folder, named.id, await fetchAll(repository, named.id, folder, options), remedy);
  } catch (thrown) {
    const error = toTandemError(thrown);
    throw stored && error.code === 'network' ? needsConnection(named.id, error) : error;
  }
}

/** Small files first: a model that cannot be run is turned away before its weights are downloaded. */
async function fetchAll(repository: HubRepository, id: string, target: CacheFolder, options: HubOptions): Promise<Manifest> {
  const folder = watchedFolder(target);
  const { onProgress, check, cache } = options;
  const listing = await listingOf(repository);
  // Of an earlier commit, or computed from what is fetched anew.
  for (const path of [...SMALL_FILES, ...HEAD_FILES, REFERENCE_FILE]) await folder.remove(path);
  await fetchSmallFiles(repository, listing, async (path, bytes) => {
    if (path === 'config.json') parseConfig(new TextDecoder().decode(bytes));
    onProgress?.({ file: path, loaded: bytes.length, total: bytes.length });
    await writeFile(folder, path, path === MODULES_FILE && repository.nested ? modulesAtRoot(bytes) : bytes);
  });
  await check?.({ id, weights: [], read: (path) => folder.read(path) });
  const found = await findWeights(repository, listing);
  const { graph } = found;
  const large = largeFiles(found);
  if (!graph) await checkWeightHeaders((await readText(folder, 'config.json')) ?? '', found.weights, headerReader(repository, listing));
  const freeBytes = () => cache.freeBytes();
  checkRoom(id, await neededBytes(large, listing, folder), await freeBytes());

  for (const path of large) {
    const expected = listing?.files.get(path) ?? {};
    // Its bytes are hashed as they arrive.
    const arrived = await download({ repository, path, expected, folder: target, freeBytes, onProgress });
    if (!arrived) throw missingWeights(repository.repo);
    folder.sums[path] = arrived;
  }
  const weights = await storeAsSafetensors(folder, found.weights, repository.signal);
  const note = graph ? onnxOnlyNote(graph, (await folder.size('modules.json')) !== undefined) : await options.complete?.(folder, weights);
  return writeManifest(target, {
    ...found,
    weights,
    files: folder.sums,
    ...(note ? { note } : {}),
    ...(listing ? { commit: listing.commit } : {}),
  });
}

/** @returns what there is, with the encoder at the root; all else is fetched from the same commit */
async function listingOf(repository: HubRepository): Promise<Listing | undefined> {
  const listing = await fetchListing(repository);
  if (!listing) return undefined;
  repository.pin(listing.commit);
  if (listing.files.has('config.json') || !listing.files.has(MODULES_FILE)) return listing;
  const folder = encoderFolder((await fetchText(repository, MODULES_FILE, listing)) ?? '');
  if (folder === undefined) return listing;
  repository.enter(folder);
  return listingWithin(folder, listing);
}

const modulesAtRoot = (bytes: Uint8Array<ArrayBuffer>) => new TextEncoder().encode(withEncoderAtRoot(new TextDecoder().decode(bytes)));

/** For all weights that are to come, and their safetensors; undefined where nobody knows. */
async function neededBytes(weights: string[], listing: Listing | undefined, folder: CacheFolder): Promise<number | undefined> {
  let sum = 0;
  for (const path of weights) {
    const size = listing?.files.get(path)?.size;
    if (size === undefined) return undefined;
    sum += Math.max(0, size - ((await folder.size(path)) ?? 0)) + (isTorchFile(path) ? size : 0);
  }
  return sum;
}

/** Earlier versions left out small files, without which a model might be computed wrongly. */
function needsConnection(id: string, cause: TandemError): TandemError {
  return new TandemError(
    'network',
    `${id} was stored by an earlier version of Tandem, which left out the files that say how its tokens are pooled. They are a few kilobytes, and the hub has to be reached for them once: ${cause.message}`,
    { cause },
  );
}
