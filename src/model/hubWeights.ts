/** Which files of a repository hold its weights, and whether they fit its config: asked before they are downloaded. */
import { TandemError } from '../errors';
import { parseConfig } from './config';
import { readBody } from './http';
import type { Listing } from './hubListing';
import type { HubRepository } from './hubRepository';
import { headerByteLength, parseSafetensorsHeader, parseShardIndex, type TensorEntry } from './safetensors';
import { locateWeights } from './weights';

const WEIGHTS = 'model.safetensors';
const SHARD_INDEX = 'model.safetensors.index.json';
/** Most headers are shorter than this. */
const HEAD_BYTES = 1 << 16;

/** @throws TandemError `missing-file` where there are none that can be read */
export async function weightPaths(repository: HubRepository, listing: Listing | undefined): Promise<string[]> {
  if (listing?.files.has(WEIGHTS)) return [WEIGHTS];
  const response = !listing || listing.files.has(SHARD_INDEX) ? await repository.file(SHARD_INDEX) : undefined;
  if (response?.ok) return parseShardIndex(new TextDecoder().decode(await readBody(response, SHARD_INDEX, undefined, repository.signal)));
  await response?.body?.cancel();
  if (response && response.status !== 404) throw repository.refusal(response, SHARD_INDEX);
  if (listing) throw missingWeights(repository.repo, [...listing.files.keys()]);
  return [WEIGHTS];
}

/** @param there paths of the folder, as far as they are known */
export function missingWeights(name: string, there: string[] = []): TandemError {
  const found = there.filter((path) => /\.(bin|h5|msgpack|onnx|pt|ot|gguf)$/.test(path));
  const instead = found.length > 0 ? `, only ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' and others' : ''}` : '';
  return new TandemError(
    'missing-file',
    `${name} has no ${WEIGHTS}${instead}. Weights are read in the safetensors format alone. Many repositories hold a converted copy under a revision: try appending @refs/pr/1. Or convert it in Python: AutoModel.from_pretrained("${name}").save_pretrained("folder"), and open that folder.`,
  );
}

/**
 * Reads no more of the files than the headers that list their tensors. Hosts that do not give parts of files are trusted: what is
 * wrong is found when the model is opened.
 *
 * @param config content of config.json
 * @throws TandemError `missing-tensor`, `bad-safetensors`, `missing-file`, `network`
 */
export async function checkHeaders(
  repository: HubRepository,
  paths: string[],
  listing: Listing | undefined,
  config: string,
): Promise<void> {
  const headers: Map<string, TensorEntry>[] = [];
  for (const path of paths) {
    const header = await fetchHeader(repository, path, listing?.files.get(path)?.size);
    if (!header) return;
    headers.push(header);
  }
  locateWeights(parseConfig(config), headers.map(asReadable));
}

async function fetchHeader(
  repository: HubRepository,
  path: string,
  listedSize: number | undefined,
): Promise<Map<string, TensorEntry> | undefined> {
  const first = await fetchPart(repository, path, HEAD_BYTES);
  const size = listedSize ?? first?.size;
  if (!first || size === undefined) return undefined;
  const length = headerByteLength(first.bytes, size, path);
  const head = length <= first.bytes.length ? first : await fetchPart(repository, path, length);
  return head && parseSafetensorsHeader(head.bytes, size, path);
}

async function fetchPart(
  repository: HubRepository,
  path: string,
  length: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; size?: number } | undefined> {
  const response = await repository.file(path, `bytes=0-${length - 1}`);
  if (response.status === 206) {
    const size = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    const bytes = await readBody(response, path, undefined, repository.signal);
    return { bytes, ...(size === undefined ? {} : { size: Number(size) }) };
  }
  await response.body?.cancel();
  if (response.status === 404) throw missingWeights(repository.repo);
  if (!response.ok && response.status !== 416) throw repository.refusal(response, path);
  return undefined;
}

/** bfloat16 is widened when the model is opened. */
function asReadable(header: Map<string, TensorEntry>): Map<string, TensorEntry> {
  return new Map([...header].map(([name, entry]) => [name, entry.dtype === 'BF16' ? { ...entry, dtype: 'F16' } : entry]));
}
