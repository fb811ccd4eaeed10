/** Which files of a repository hold its weights, and the first bytes of them. */
import { TandemError } from '../errors';
import { readBody } from './http';
import type { Listing } from './hubListing';
import type { HubRepository } from './hubRepository';
import { findGraph } from './onnxOnly';
import { parseShardIndex, SHARD_INDEX, WEIGHTS } from './safetensors';
import type { Manifest } from './storedModels';
import type { ReadHead } from './weightHeaders';

/** @throws TandemError `missing-file` where there are none that can be read */
export async function findWeights(repository: HubRepository, listing: Listing | undefined): Promise<Pick<Manifest, 'weights' | 'graph'>> {
  const onnx = listing && !listing.files.has(WEIGHTS) && !listing.files.has(SHARD_INDEX) ? findGraph([...listing.files.keys()]) : undefined;
  return onnx ?? { weights: await weightPaths(repository, listing) };
}

async function weightPaths(repository: HubRepository, listing: Listing | undefined): Promise<string[]> {
  if (listing?.files.has(WEIGHTS)) return [WEIGHTS];
  const response = !listing || listing.files.has(SHARD_INDEX) ? await repository.file(SHARD_INDEX) : undefined;
  if (response?.ok) return parseShardIndex(new TextDecoder().decode(await readBody(response, SHARD_INDEX, undefined, repository.signal)));
  await response?.body?.cancel();
  if (response && response.status !== 404) throw repository.refusal(response, SHARD_INDEX);
  if (listing) throw missingWeights(repository.repo, [...listing.files.keys()], REVISION_HINT);
  return [WEIGHTS];
}

const REVISION_HINT = 'Many repositories hold a converted copy under a revision: try appending @refs/pr/1. Or convert it in Python: ';

/**
 * @param there paths of the folder, as far as they are known
 * @param hint what to try before converting
 */
export function missingWeights(name: string, there: string[] = [], hint = 'Convert it in Python: '): TandemError {
  const found = there.filter((path) => /\.(bin|h5|msgpack|onnx|pt|ot|gguf)$/.test(path));
  const instead = found.length > 0 ? `, only ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' and others' : ''}` : '';
  return new TandemError(
    'missing-file',
    `${name} has no ${WEIGHTS}${instead}. Weights are read in the safetensors format alone. ${hint}AutoModel.from_pretrained("${name}").save_pretrained("folder"), with AutoTokenizer likewise, and open that folder.`,
  );
}

/** Asks for parts of weight files. Hosts may give none. */
export function headReader(repository: HubRepository, listing: Listing | undefined): ReadHead {
  return async (path, length) => {
    const response = await repository.file(path, `bytes=0-${length - 1}`);
    if (response.status !== 206) {
      await response.body?.cancel();
      if (response.status === 404) throw missingWeights(repository.repo, [], REVISION_HINT);
      if (!response.ok && response.status !== 416) throw repository.refusal(response, path);
      return undefined;
    }
    const inRange = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    const size = listing?.files.get(path)?.size ?? (inRange === undefined ? undefined : Number(inRange));
    const bytes = await readBody(response, path, undefined, repository.signal);
    return size === undefined ? undefined : { bytes, size };
  };
}
