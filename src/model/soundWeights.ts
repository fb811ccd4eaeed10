/** Whether weights are numbers: before anything is computed with them. */
import { TandemError } from '../errors';
import type { LocatedTensor, Weights } from './weights';

/** @throws TandemError `bad-safetensors` naming the file and the tensor that holds NaN or an infinite value */
export function checkNumbers(id: string, weights: Weights, paths: string[], files: { data: Uint8Array<ArrayBuffer> }[]): void {
  for (const [name, tensor] of weights) {
    if (!isSound(tensor, files[tensor.file].data))
      throw notNumbers(`${paths[tensor.file]} of ${id}`, name, 'Load another version of the model.');
  }
}

/** A float whose exponent is all ones is infinite or NaN. */
function isSound({ dtype, offset, length }: LocatedTensor, data: Uint8Array<ArrayBuffer>): boolean {
  const [at, whole] = [data.byteOffset + offset, dtype === 'F32' ? 4 : 2];
  // Tensors begin wherever the one before ends, which need not be at a multiple of their width.
  const bytes = at % whole === 0 ? data.subarray(offset, offset + length) : data.slice(offset, offset + length);
  const [values, exponent] =
    dtype === 'F32'
      ? [new Uint32Array(bytes.buffer, bytes.byteOffset, length / 4), 0x7f800000]
      : [new Uint16Array(bytes.buffer, bytes.byteOffset, length / 2), 0x7c00];
  for (let i = 0; i < values.length; i++) if ((values[i] & exponent) === exponent) return false;
  return true;
}

/** @throws TandemError `bad-safetensors` naming the file where a value is NaN or infinite */
export function requireNumbers(values: Float32Array, path: string, name: string): void {
  if (!values.every(Number.isFinite)) throw notNumbers(path, name, 'Download or save the model again.');
}

const notNumbers = (file: string, name: string, remedy: string) =>
  new TandemError(
    'bad-safetensors',
    `${file} is not usable: "${name}" holds values that are not numbers (NaN or infinite), so that every answer would be wrong. ${remedy}`,
  );
