/** Whether weights fit their config, by the headers of their files: known before anybody reads or fetches them whole. */
import { parseConfig } from './config';
import { headerByteLength, parseSafetensorsHeader, type TensorEntry } from './safetensors';
import { locateWeights } from './weights';

/** Reads the first bytes of a file; undefined where parts of files cannot be had, or nobody knows its size. */
export type ReadHead = (path: string, length: number) => Promise<{ bytes: Uint8Array<ArrayBuffer>; size: number } | undefined>;

/** Most headers are shorter than this. */
const HEAD_BYTES = 1 << 16;

/**
 * Files whose parts cannot be had are trusted: what is wrong with them is found when the model is opened.
 *
 * @param config content of config.json
 * @param headerOf reads the header of a file; undefined where parts of it cannot be had
 * @throws TandemError `missing-tensor`, `bad-safetensors`; what `headerOf` throws
 */
export async function checkWeightHeaders(
  config: string,
  paths: string[],
  headerOf: (path: string) => Promise<Map<string, TensorEntry> | undefined>,
): Promise<void> {
  const headers: Map<string, TensorEntry>[] = [];
  for (const path of paths) {
    const header = await headerOf(path);
    if (!header) return;
    headers.push(header);
  }
  locateWeights(parseConfig(config), headers.map(asReadable));
}

/** @returns undefined where parts of the file cannot be had */
export async function readHeader(path: string, read: ReadHead): Promise<Map<string, TensorEntry> | undefined> {
  const first = await read(path, HEAD_BYTES);
  if (!first) return undefined;
  const length = headerByteLength(first.bytes, first.size, path);
  const head = length <= first.bytes.length ? first : await read(path, length);
  return head && parseSafetensorsHeader(head.bytes, first.size, path);
}

/** bfloat16 is widened when the model is opened. */
function asReadable(header: Map<string, TensorEntry>): Map<string, TensorEntry> {
  return new Map([...header].map(([name, entry]) => [name, entry.dtype === 'BF16' ? { ...entry, dtype: 'F16' } : entry]));
}
