/** Weights as one safetensors file in float32, written a tensor at a time, so that a large model is not held twice. */
import type { Model } from '../model/model';
import { safetensorsHeader } from '../model/safetensorsWriter';
import { tensorValues } from '../model/tensorValues';
import type { CpuTensor } from '../nn/ops';
import type { LargeFile } from './target';

export interface WeightsOptions {
  /** The encoder's names in the file, where they are not its own: `bert.embeddings…`. */
  rename?: (name: string) => string;
  /** Further tensors, such as a head's. */
  more?: ReadonlyMap<string, CpuTensor>;
  /** Whether a pooler that the model came with goes out too. Default: true. */
  pooler?: boolean;
}

export interface WeightsFile extends LargeFile {
  /** What stands before the values: with it a graph finds its tensors. */
  header: Uint8Array<ArrayBuffer>;
}

export function weightsFile(model: Model, path: string, options: WeightsOptions = {}): WeightsFile {
  const { rename = (name) => name, more = new Map<string, CpuTensor>(), pooler = true } = options;
  const tensors = [...model.weights, ...(pooler ? model.pooler : [])];
  const header = safetensorsHeader([
    ...tensors.map(([name, { shape }]) => ({ name: rename(name), shape })),
    ...[...more].map(([name, { shape }]) => ({ name, shape })),
  ]);
  const values = [...tensors.map(([, { shape }]) => shape), ...[...more.values()].map(({ shape }) => shape)];
  return {
    path,
    header,
    size: header.length + values.reduce((sum, shape) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0),
    async *parts() {
      yield header;
      const files = await model.takeWeightFiles();
      for (const [, located] of tensors) yield new Uint8Array(tensorValues(located, files).buffer);
      for (const { data } of more.values()) yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    },
  };
}
