/**
 * The safetensors container: eight bytes of header length, a JSON header, then raw tensors.
 * Only the header is read here; tensors stay where they are and are pointed at by byte range.
 * Format: https://github.com/huggingface/safetensors#format
 */
import { TandemError } from '../errors';

/** Where transformers keeps weights: one file, or several that an index lists. */
export const WEIGHTS = 'model.safetensors';
export const SHARD_INDEX = 'model.safetensors.index.json';

/** What a graph can point at; bfloat16 is widened before. */
export type WeightDtype = 'F32' | 'F16';

export const BYTES_PER_ELEMENT: Record<string, number> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
};

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;

export interface TensorEntry {
  dtype: string;
  shape: number[];
  /** Byte offset from the start of the file. */
  offset: number;
  /** Length in bytes. */
  length: number;
}

/** How many bytes from the start of a file hold its header, length field included. */
export function headerByteLength(firstBytes: Uint8Array, fileSize: number, name: string): number {
  if (firstBytes.length < LENGTH_BYTES) throw broken(name, `it is ${fileSize} bytes long, too short to hold a header`);
  const view = new DataView(firstBytes.buffer, firstBytes.byteOffset, firstBytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) throw broken(name, 'its first bytes are not a header length');
  const end = LENGTH_BYTES + Number(length);
  if (end > fileSize) throw broken(name, `its header should end at byte ${end}, but the file has ${fileSize} bytes`);
  return end;
}

/**
 * Reads and checks a header.
 *
 * @param head at least the first `headerByteLength` bytes of the file
 * @param fileSize size of the whole file in bytes, against which every byte range is checked
 * @param name the file's name, for messages
 * @returns tensors by name, with absolute byte ranges
 * @throws TandemError `bad-safetensors` when the file is truncated, corrupt or not safetensors
 */
export function parseSafetensorsHeader(head: Uint8Array, fileSize: number, name: string): Map<string, TensorEntry> {
  const dataStart = headerByteLength(head, fileSize, name);
  const json = parseHeaderJson(head.subarray(LENGTH_BYTES, dataStart), name);
  const tensors = new Map<string, TensorEntry>();
  for (const [tensor, value] of Object.entries(json)) {
    if (tensor !== '__metadata__') tensors.set(tensor, parseEntry(tensor, value, dataStart, name));
  }
  checkLayout(tensors, dataStart, fileSize, name);
  return tensors;
}

function parseHeaderJson(bytes: Uint8Array, name: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Falls through: whatever the parser says of corrupt bytes helps nobody.
  }
  throw broken(name, 'its header is not JSON');
}

function parseEntry(tensor: string, value: unknown, dataStart: number, name: string): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw broken(name, `its entry for "${tensor}" is malformed`);
  }
  const [begin, end] = offsets;
  const bytes = BYTES_PER_ELEMENT[dtype];
  if (bytes !== undefined && end - begin !== bytes * shape.reduce((a, b) => a * b, 1)) {
    throw broken(name, `"${tensor}" is ${end - begin} bytes long, which does not fit ${dtype} [${shape.join(', ')}]`);
  }
  return { dtype, shape, offset: dataStart + begin, length: end - begin };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Tensors must tile the data section: no gap, no overlap, nothing missing at the end. */
function checkLayout(tensors: Map<string, TensorEntry>, dataStart: number, fileSize: number, name: string): void {
  let end = dataStart;
  for (const [tensor, entry] of [...tensors].sort((a, b) => a[1].offset - b[1].offset || a[1].length - b[1].length)) {
    if (entry.offset !== end) throw broken(name, `"${tensor}" does not begin where the tensor before it ends`);
    end = entry.offset + entry.length;
  }
  if (end > fileSize) throw broken(name, `it is truncated: ${fileSize} of ${end} bytes are there`);
  if (end < fileSize) throw broken(name, `${fileSize - end} bytes follow its last tensor`);
}

/**
 * The shards of an index as {@link SHARD_INDEX}, in order of first mention.
 * @throws TandemError `bad-safetensors` when it has no weight_map
 */
export function parseShardIndex(text: string, name = SHARD_INDEX): string[] {
  let weightMap: unknown;
  try {
    weightMap = (JSON.parse(text) as { weight_map?: unknown } | null)?.weight_map;
  } catch {
    weightMap = undefined;
  }
  const files = typeof weightMap === 'object' && weightMap !== null ? Object.values(weightMap) : [];
  if (files.length === 0 || !files.every((file) => typeof file === 'string' && /^[\w.-]+$/.test(file))) {
    throw broken(name, 'it does not list the files of its tensors');
  }
  return [...new Set(files as string[])].sort();
}

function broken(name: string, why: string): TandemError {
  return new TandemError('bad-safetensors', `${name} is not a usable safetensors file: ${why}. Delete it and download it again.`);
}
