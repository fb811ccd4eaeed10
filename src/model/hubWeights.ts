/** Which files of a repository hold its weights, and what their first bytes say of them. */
import { TandemError } from '../errors';
import type { ByteSource } from '../zipDirectory';
import { readBody } from './http';
import type { Listing } from './hubListing';
import type { HubRepository } from './hubRepository';
import { findGraph } from './onnxOnly';
import { parseShardIndex, SHARD_INDEX, type TensorEntry, WEIGHTS } from './safetensors';
import { TORCH_WEIGHTS } from './smallFiles';
import type { Manifest } from './storedModels';
import { isTorchFile, TORCH_INDEX } from './torch/stored';
import { openTorchFile } from './torch/torchFile';
import { torchEntries } from './torch/toSafetensors';
import { readHeader } from './weightHeaders';

/**
 * Safetensors where there are any, else PyTorch's own format, else an ONNX graph.
 *
 * @throws TandemError `missing-file` where there are none that can be read
 */
export async function findWeights(repository: HubRepository, listing: Listing | undefined): Promise<Pick<Manifest, 'weights' | 'graph'>> {
  if (!listing) return { weights: (await shards(repository, SHARD_INDEX)) ?? [WEIGHTS] };
  const there = listing.files;
  for (const [single, index] of [
    [WEIGHTS, SHARD_INDEX],
    [TORCH_WEIGHTS, TORCH_INDEX],
  ]) {
    if (there.has(single)) return { weights: [single] };
    const several = there.has(index) ? await shards(repository, index) : undefined;
    if (several) return { weights: several };
  }
  const onnx = findGraph([...there.keys()]);
  if (onnx) return onnx;
  throw missingWeights(repository.repo, [...there.keys()], REVISION_HINT);
}

/** @returns undefined where there is no such index */
async function shards(repository: HubRepository, index: string): Promise<string[] | undefined> {
  const response = await repository.file(index);
  if (response.ok) return parseShardIndex(new TextDecoder().decode(await readBody(response, index, undefined, repository.signal)), index);
  await response.body?.cancel();
  if (response.status !== 404) throw repository.refusal(response, index);
  return undefined;
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
    `${name} has no ${WEIGHTS}${instead}. Weights are read from safetensors files and from ${TORCH_WEIGHTS}. ${hint}AutoModel.from_pretrained("${name}").save_pretrained("folder"), with AutoTokenizer likewise, and open that folder.`,
  );
}

/** Asks for parts of weight files. Hosts may give none: then nothing is known. */
export function headerReader(repository: HubRepository, listing: Listing | undefined) {
  const part = async (path: string, from: number, to: number) => {
    const response = await repository.file(path, `bytes=${from}-${to - 1}`);
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
  return async (path: string): Promise<Map<string, TensorEntry> | undefined> => {
    if (!isTorchFile(path)) return readHeader(path, (file, length) => part(file, 0, length));
    const first = await part(path, 0, 2);
    if (!first) return undefined;
    const source: ByteSource = {
      size: first.size,
      read: async (from, to) =>
        from < to ? ((await part(path, from, Math.min(to, first.size)))?.bytes ?? new Uint8Array()) : new Uint8Array(),
    };
    return torchEntries(await openTorchFile(source, path));
  };
}
