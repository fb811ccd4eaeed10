/**
 * Weights that NumPy and TypeScript compute to the same last bit, so that models of any size can be
 * tested against PyTorch without being committed. The other half is `hash_weights` of reference/common.py.
 */
import type { EncoderConfig } from '../architectures/architecture';
import { parametersOf } from '../architectures/parameters';
import type { TensorSpec } from '../model/weights';

export interface NamedTensor {
  name: string;
  shape: number[];
  values: Float32Array<ArrayBuffer>;
}

/** One tensor at a time, in the order of `parametersOf`. */
export function* hashWeights(config: EncoderConfig): Generator<NamedTensor> {
  for (const [number, { name, shape }] of parametersOf(config).all.entries()) {
    yield { name, shape, values: hashTensor(number, { name, shape }) };
  }
}

/** lowbias32 (Chris Wellons) of the element's index, shifted by the tensor's number. */
export function hashTensor(number: number, { name, shape }: TensorSpec): Float32Array<ArrayBuffer> {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const first = Math.imul(number, 0x9e3779b9);
  const [offset, scale] = range(name, shape);
  for (let i = 0; i < values.length; i++) {
    let x = (i + first) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    x ^= x >>> 16;
    values[i] = offset + ((x >>> 8) / 2 ** 24 - 0.5) * scale;
  }
  return values;
}

/** Powers of two, so that every product is exact, of a size that keeps activations sensible. */
function range(name: string, shape: number[]): [offset: number, scale: number] {
  if (/norm\.weight$/i.test(name)) return [1, 1 / 4];
  if (/norm\.bias$/i.test(name) || name.includes('embeddings')) return [0, 1 / 8];
  if (name.endsWith('.bias')) return [0, 1 / 16];
  const log2FanIn = Math.floor(Math.log2(shape[1]));
  return [0, 2 ** (2 - Math.floor((log2FanIn + 1) / 2))];
}
