/** Ops recorded for the GPU: nothing runs until the recorder is submitted. */
import type { BufferSlice, Recorder } from '../gpu/recorder';
import { linear } from '../kernels/linear/linear';
import type { Ops } from './ops';

export interface GpuTensor {
  shape: number[];
  slice: BufferSlice;
}

export function gpuOps(recorder: Recorder): Ops<GpuTensor> {
  return {
    linear(x, weight, bias, options) {
      const [rows, inFeatures] = x.shape;
      const outFeatures = weight.shape[0];
      const sizes = { rows, inFeatures, outFeatures, relu: options?.relu ?? false };
      return { shape: [rows, outFeatures], slice: linear(recorder, x.slice, weight.slice, bias.slice, sizes) };
    },
    dropout: (x) => x,
  };
}
