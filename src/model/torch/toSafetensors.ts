/** Weights of PyTorch's own format as safetensors, which is what models are read from here. A piece is held at a time. */
import { throwIfAborted } from '../../errors';
import type { TensorEntry } from '../safetensors';
import { safetensorsHeader } from '../safetensorsWriter';
import type { StoredTensor } from './pickle';
import { bytesPerValue, dtypeOf, sizeOf, type TorchFile } from './torchFile';

/** Read at a time. */
const PIECE = 1 << 23;

/** The parts of the safetensors file, one behind another. @throws TandemError `aborted` */
export async function* safetensorsParts(file: TorchFile, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const tensors = distinct(file.tensors);
  yield safetensorsHeader(tensors.map(([name, { shape, storage }]) => ({ name, shape, dtype: dtypeOf(storage) })));
  for (const [, tensor] of tensors) {
    throwIfAborted(signal, 'Opening the model');
    yield* valuesOf(file, tensor);
  }
}

/** What a header of the file would say, for whoever asks whether a model's tensors are there. */
export function torchEntries({ tensors }: TorchFile): Map<string, TensorEntry> {
  return new Map(
    [...tensors].map(([name, { shape, storage }]) => [
      name,
      { dtype: dtypeOf(storage), shape, offset: 0, length: sizeOf(shape) * bytesPerValue(storage) },
    ]),
  );
}

/** Of tensors that are the same values, as a decoder tied to the embeddings is, the first: the encoder's come before heads. */
function distinct(tensors: Map<string, StoredTensor>): [string, StoredTensor][] {
  const seen = new Set<string>();
  return [...tensors].filter(([, { storage, offset, shape, strides }]) => {
    const values = JSON.stringify([storage.key, offset, shape, strides]);
    return !seen.has(values) && seen.add(values);
  });
}

async function* valuesOf(file: TorchFile, { storage, offset, shape, strides }: StoredTensor): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const count = sizeOf(shape);
  if (count === 0) return;
  const width = bytesPerValue(storage);
  const begin = (await file.place(storage.key)) + offset * width;
  if (isContiguous(shape, strides)) {
    const end = begin + count * width;
    for (let at = begin; at < end; at += PIECE) yield file.source.read(at, Math.min(end, at + PIECE));
    return;
  }
  const last = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], 0);
  yield inOrder(await file.source.read(begin, begin + (last + 1) * width), width, shape, strides);
}

/** Whether the values lie in the order of the last dimension, without gaps. */
function isContiguous(shape: number[], strides: number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i];
  }
  return true;
}

function inOrder(bytes: Uint8Array, width: number, shape: number[], strides: number[]): Uint8Array<ArrayBuffer> {
  const count = sizeOf(shape);
  const out = new Uint8Array(count * width);
  const index = shape.map(() => 0);
  let from = 0;
  for (let i = 0; i < count; i++) {
    out.set(bytes.subarray(from * width, (from + 1) * width), i * width);
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++index[d] < shape[d]) break;
      from -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return out;
}
