/** Values of a weight file's tensors as float32, for whoever computes with them itself. */
import { fromHalves } from './halves';
import type { Model, WeightFile } from './model';
import { requireWeights } from './onnxOnly';
import type { LocatedTensor } from './weights';

/** @param files as {@link Model.takeWeightFiles} gives them; the values are a copy */
export function tensorValues({ dtype, file, offset, length }: LocatedTensor, files: WeightFile[]): Float32Array<ArrayBuffer> {
  // Tensors begin wherever the one before ends, which need not be at a multiple of their width.
  const bytes = files[file].data.slice(offset, offset + length).buffer;
  return dtype === 'F32' ? new Float32Array(bytes) : fromHalves(new Uint16Array(bytes));
}

/** The encoder's parameters by name. @param takes those whose values are wanted. Default: all */
export async function readTensors(
  { id, weights, takeWeightFiles }: Pick<Model, 'id' | 'weights' | 'takeWeightFiles'>,
  takes: (name: string) => boolean = () => true,
): Promise<Map<string, { shape: number[]; data: Float32Array<ArrayBuffer> }>> {
  requireWeights({ id, weights }, 'its encoder cannot be trained');
  const files = await takeWeightFiles();
  const wanted = [...weights].filter(([name]) => takes(name));
  return new Map(wanted.map(([name, located]) => [name, { shape: located.shape, data: tensorValues(located, files) }]));
}
