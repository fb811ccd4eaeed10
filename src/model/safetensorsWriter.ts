/** Writes tensors as a safetensors file. */
import { BYTES_PER_ELEMENT } from './safetensors';

export interface NamedTensor {
  name: string;
  shape: number[];
  data: Float32Array;
}

/**
 * What stands before the values: the length of the header and the header.
 *
 * @param tensors in float32, unless they have a dtype
 * @param metadata strings that other tools show; `format: pt` is what transformers asks for
 */
export function safetensorsHeader(
  tensors: (Omit<NamedTensor, 'data'> & { dtype?: string })[],
  metadata: Record<string, string> = { format: 'pt' },
): Uint8Array<ArrayBuffer> {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, dtype = 'F32' } of tensors) {
    const bytes = BYTES_PER_ELEMENT[dtype] * shape.reduce((a, b) => a * b, 1);
    entries[name] = { dtype, shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

/** The whole file at once. */
export function writeSafetensors(tensors: NamedTensor[]): Uint8Array<ArrayBuffer> {
  const header = safetensorsHeader(tensors);
  const bytes = new Uint8Array(header.length + tensors.reduce((sum, { data }) => sum + data.byteLength, 0));
  bytes.set(header);
  let at = header.length;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
