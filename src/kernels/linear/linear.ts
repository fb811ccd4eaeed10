/** Dispatch of a fully connected layer (torch.nn.functional.linear), optionally followed by ReLU. */
import type { Kernel } from '../../gpu/kernel';
import type { BufferSlice, Recorder } from '../../gpu/recorder';
import wgsl from './linear.wgsl?raw';

export const linearKernel: Kernel = { name: 'linear', wgsl };
const BLOCK = 4 * 8; // TILE × WORKGROUP of the shader

export interface LinearSizes {
  rows: number;
  inFeatures: number;
  outFeatures: number;
  relu: boolean;
}

/**
 * @param x [rows, inFeatures] float32
 * @param weight [outFeatures, inFeatures]; @param bias [outFeatures]
 * @returns [rows, outFeatures] float32
 */
export function linear(recorder: Recorder, x: BufferSlice, weight: BufferSlice, bias: BufferSlice, sizes: LinearSizes): BufferSlice {
  const { rows, inFeatures, outFeatures, relu } = sizes;
  const out = recorder.temporary(rows * outFeatures * 4);
  const workgroups: [number, number] = [Math.ceil(outFeatures / BLOCK), Math.ceil(rows / BLOCK)];
  recorder.dispatch(linearKernel, [rows, inFeatures, outFeatures, Number(relu)], [x, weight, bias, out], workgroups);
  return out;
}
