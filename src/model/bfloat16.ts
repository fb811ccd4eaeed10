/**
 * ONNX Runtime's browser builds cannot read bfloat16, so such a file is widened to float32 once: every
 * bfloat16 is the upper half of the float32 of the same value.
 */
import { parseSafetensorsHeader, type TensorEntry } from './safetensors';

/** @returns `data` itself when it holds no bfloat16; else a safetensors file with the same names in float32 */
export function widenBfloat16(data: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  const tensors = [...parseSafetensorsHeader(data, data.length, name)];
  if (!tensors.some(([, { dtype }]) => dtype === 'BF16')) return data;

  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [tensor, { dtype, shape, length }] of tensors) {
    const begin = end;
    end += dtype === 'BF16' ? 2 * length : length;
    header[tensor] = { dtype: dtype === 'BF16' ? 'F32' : dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const wide = new Uint8Array(8 + json.length + end);
  new DataView(wide.buffer).setBigUint64(0, BigInt(json.length), true);
  wide.set(json, 8);
  let at = 8 + json.length;
  for (const [, entry] of tensors) at += copy(data, entry, wide, at);
  return wide;
}

function copy(data: Uint8Array, { dtype, offset, length }: TensorEntry, to: Uint8Array, at: number): number {
  if (dtype !== 'BF16') {
    to.set(data.subarray(offset, offset + length), at);
    return length;
  }
  for (let i = 0; i < length; i += 2) {
    to[at + 2 * i + 2] = data[offset + i];
    to[at + 2 * i + 3] = data[offset + i + 1];
  }
  return 2 * length;
}
