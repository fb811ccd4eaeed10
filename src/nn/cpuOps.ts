/** Ops on the CPU: the kernels' references, for inference. */
import { linearReference } from '../kernels/linear/reference';
import type { CpuTensor, Ops } from './ops';

export const cpuOps: Ops<CpuTensor> = {
  linear(x, weight, bias, options) {
    const [rows, inFeatures] = x.shape;
    const outFeatures = weight.shape[0];
    const sizes = { rows, inFeatures, outFeatures, relu: options?.relu ?? false };
    return { shape: [rows, outFeatures], data: linearReference(x.data, weight.data, bias.data, sizes) };
  },
  dropout: (x) => x,
};
