/** Ops on the CPU: the kernels' references, for inference. */
import { activationReference } from '../kernels/activation/reference';
import { cosineReference } from '../kernels/cosine/reference';
import { layerMixReference } from '../kernels/layerMix/reference';
import { layerNormReference } from '../kernels/layerNorm/reference';
import { matmulOnCpu } from '../kernels/matmul/cpu';
import { normalizeReference } from '../kernels/normalize/reference';
import type { CpuTensor, Ops } from './ops';

const tensor = (rows: number, cols: number): CpuTensor => ({ shape: [rows, cols], data: new Float32Array(rows * cols) });

export const cpuOps: Ops<CpuTensor> = {
  linear(x, weight, bias, options) {
    const [rows, inner] = x.shape;
    const out = tensor(rows, weight.shape[0]);
    const sizes = { rows, cols: weight.shape[0], inner, transposeA: false, transposeB: true };
    matmulOnCpu(x.data, weight.data, bias.data, out.data, sizes);
    if (options?.relu) activationReference(out.data, out.data, out.data.length, 'relu');
    return out;
  },
  activation({ shape, data }, name) {
    const out = new Float32Array(data.length);
    activationReference(data, out, data.length, name);
    return { shape, data: out };
  },
  layerNorm({ shape: [rows, columns], data }, weight, bias, epsilon) {
    const out = tensor(rows, columns);
    const stats = new Float32Array(2 * rows);
    layerNormReference({ x: data, weight: weight.data, bias: bias.data }, { out: out.data, stats }, { rows, columns }, epsilon);
    return out;
  },
  dropout: (x) => x,
  layerMix(states, weights) {
    const [rows, columns] = states.shape;
    const layers = weights.shape[0];
    const out = tensor(rows, columns / layers);
    layerMixReference(states.data, weights.data, out.data, { rows, layers, hidden: columns / layers });
    return out;
  },
  normalize({ shape: [rows, width], data }) {
    const out = tensor(rows, width);
    normalizeReference(data, out.data, { rows, width });
    return out;
  },
  cosine(a, b) {
    const [rows, width] = a.shape;
    const out = tensor(rows, 1);
    cosineReference(a.data, b.data, out.data, { rows, width });
    return out;
  },
};
