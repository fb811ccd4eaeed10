/**
 * Opens a repository of the Hugging Face hub (or a mirror with the same URLs). Files go straight to
 * the cache as they arrive; an interrupted download goes on where it stopped; a complete one needs
 * no network at all.
 */
import { TandemError, throwIfAborted } from '../errors';
import { parseConfig } from './config';
import { download } from './download';
import { type CacheFolder, type FileCache, readText, writeFile } from './fileCache';
import { type Fetch, readBody, request, statusError } from './http';
import type { ModelFiles, ProgressListener } from './modelFiles';
import { parseShardIndex } from './safetensors';
import { moduleFiles } from './smallFiles';

export const DEFAULT_ENDPOINT = 'https://huggingface.co';

export interface HubOptions {
  cache: FileCache;
  /** Base URL of the hub or a mirror. Default: https://huggingface.co */
  endpoint?: string;
  onProgress?: ProgressListener;
  signal?: AbortSignal;
  fetch?: Fetch;
}

interface Manifest {
  weights: string[];
}

const MANIFEST = 'tandem.json';
const WEIGHTS = 'model.safetensors';
const SHARD_INDEX = 'model.safetensors.index.json';

/**
 * @param id `org/name`, or `org/name@revision` for a branch, tag or commit
 * @throws TandemError `bad-input` for a malformed id; `unsupported-model`, `missing-file`, `network`,
 *   `storage-full`, `aborted` as the download goes
 */
export async function openHubModel(id: string, options: HubOptions): Promise<ModelFiles> {
  const { repo, revision } = parseHubId(id);
  const folder = options.cache.folder(folderName(id));
  return filesIn(folder, id, (await readManifest(folder)) ?? (await fetchAll(repo, revision, folder, options)));
}

/** @returns undefined for a model that is not completely in the cache */
export async function openCachedModel(cache: FileCache, id: string): Promise<ModelFiles | undefined> {
  const folder = cache.folder(folderName(id));
  const manifest = await readManifest(folder);
  return manifest && filesIn(folder, id, manifest);
}

/**
 * Adds a model to the cache.
 *
 * @param write writes its files
 * @param weights paths of those that hold tensors
 */
export async function addCachedModel(
  cache: FileCache,
  id: string,
  weights: string[],
  write: (folder: CacheFolder) => Promise<void>,
): Promise<void> {
  const folder = cache.folder(folderName(id));
  try {
    await write(folder);
    // Last: what has it is complete.
    await writeManifest(folder, { weights });
  } catch (error) {
    await cache.remove(folderName(id));
    throw error;
  }
}

function filesIn(folder: CacheFolder, id: string, { weights }: Manifest): ModelFiles {
  return { id, weights, read: (path) => folder.read(path), write: (path, bytes) => writeFile(folder, path, bytes) };
}

/** Ids of the models that are completely in the cache. */
export async function cachedModels(cache: FileCache): Promise<string[]> {
  const names = await cache.list();
  const complete = await Promise.all(names.map(async (name) => (await readManifest(cache.folder(name))) !== undefined));
  return names.filter((_, i) => complete[i]).map(decodeURIComponent);
}

/** Bytes that a complete model's weights take in the cache. */
export async function modelBytes(cache: FileCache, id: string): Promise<number> {
  const folder = cache.folder(folderName(id));
  const { weights } = (await readManifest(folder)) ?? { weights: [] };
  const sizes = await Promise.all(weights.map((path) => folder.size(path)));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

export function removeCachedModel(cache: FileCache, id: string): Promise<void> {
  return cache.remove(folderName(id));
}

function folderName(id: string): string {
  return encodeURIComponent(id);
}

function parseHubId(id: string): { repo: string; revision: string } {
  const match = /^([\w.-]+(?:\/[\w.-]+)?)(?:@([\w./-]+))?$/.exec(id.trim());
  if (!match || match[1].includes('..')) {
    throw new TandemError(
      'bad-input',
      `"${id}" is not the name of a repository. Write it as org/name, such as google-bert/bert-base-uncased.`,
    );
  }
  return { repo: match[1], revision: match[2] ?? 'main' };
}

async function readManifest(folder: CacheFolder): Promise<Manifest | undefined> {
  const text = await readText(folder, MANIFEST);
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Manifest);
}

/** Small files first: a model we cannot run is turned away before its weights are downloaded. */
async function fetchAll(repo: string, revision: string, folder: CacheFolder, options: HubOptions): Promise<Manifest> {
  const { endpoint = DEFAULT_ENDPOINT, fetch: fetchImpl = fetch, signal, onProgress } = options;
  const url = (path: string) => `${endpoint.replace(/\/+$/, '')}/${repo}/resolve/${encodeURIComponent(revision)}/${path}`;

  const small = async (path: string): Promise<string | undefined> => {
    const response = await request(fetchImpl, url(path), { signal });
    if (response.status === 404) return undefined;
    if (!response.ok) throw statusError(response, `${repo} (${path})`);
    const bytes = await readBody(response, path, onProgress, signal);
    await writeFile(folder, path, bytes);
    return new TextDecoder().decode(bytes);
  };

  const config = await small('config.json');
  if (config === undefined)
    throw missing(repo, 'config.json', 'It does not exist, or it is not a transformers model. Check its name and revision');
  parseConfig(config);
  await fetchTokenizer(repo, small);
  await fetchModules(small);

  const index = await small(SHARD_INDEX);
  const weights = index === undefined ? [WEIGHTS] : parseShardIndex(index);
  for (const path of weights) {
    throwIfAborted(signal, 'The download');
    const found = await download({
      url: url(path),
      path,
      folder,
      freeBytes: () => options.cache.freeBytes(),
      fetch: fetchImpl,
      signal,
      onProgress,
    });
    if (!found) {
      throw missing(
        repo,
        path,
        'Only weights in the safetensors format can be read. Many older repositories hold a converted copy under a revision: try appending @refs/pr/1, or choose another model',
      );
    }
  }
  const manifest: Manifest = { weights };
  await writeManifest(folder, manifest);
  return manifest;
}

function writeManifest(folder: CacheFolder, manifest: Manifest): Promise<void> {
  return writeFile(folder, MANIFEST, new TextEncoder().encode(JSON.stringify(manifest)));
}

type FetchSmall = (path: string) => Promise<string | undefined>;

/** Whole: without its config others would read the same tokenizer differently. */
async function fetchTokenizer(repo: string, small: FetchSmall): Promise<void> {
  const json = await small('tokenizer.json');
  if (json === undefined && (await small('vocab.txt')) === undefined)
    throw missing(repo, 'tokenizer.json and no vocab.txt', 'Choose a BERT repository that comes with its tokenizer');
  for (const path of ['tokenizer_config.json', 'special_tokens_map.json']) await small(path);
}

async function fetchModules(small: FetchSmall): Promise<void> {
  const modules = await small('modules.json');
  if (modules === undefined) return;
  for (const path of ['sentence_bert_config.json', 'config_sentence_transformers.json', ...moduleFiles(modules)]) await small(path);
}

function missing(repo: string, path: string, hint: string): TandemError {
  return new TandemError('missing-file', `${repo} has no ${path}. ${hint}.`);
}
