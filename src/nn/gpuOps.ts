/** Ops recorded for the GPU: nothing runs until the recorder is submitted. */
import type { BufferSlice } from '../gpu/dispatcher';
import type { Recorder } from '../gpu/recorder';
import { activation } from '../kernels/activation/activation';
import { cosine } from '../kernels/cosine/cosine';
import { layerMix } from '../kernels/layerMix/layerMix';
import { layerNorm } from '../kernels/layerNorm/layerNorm';
import { matmul } from '../kernels/matmul/matmul';
import { normalize } from '../kernels/normalize/normalize';
import type { Ops } from './ops';

export interface GpuTensor {
  shape: number[];
  slice: BufferSlice;
}

export function gpuOps(recorder: Recorder): Ops<GpuTensor> {
  const temporary = (rows: number, cols: number): GpuTensor => ({ shape: [rows, cols], slice: recorder.temporary(rows * cols * 4) });
  return {
    linear(x, weight, bias, options) {
      const [rows, inner] = x.shape;
      const out = temporary(rows, weight.shape[0]);
      const sizes = { rows, cols: weight.shape[0], inner, transposeA: false, transposeB: true };
      matmul(recorder, x.slice, weight.slice, bias.slice, out.slice, sizes, options?.relu ? { by: 'relu' } : undefined);
      return out;
    },
    activation(x, name) {
      const [rows, columns] = x.shape;
      const out = temporary(rows, columns);
      activation(recorder, x.slice, out.slice, rows * columns, name);
      return out;
    },
    layerNorm(x, weight, bias, epsilon) {
      const [rows, columns] = x.shape;
      const [out, stats] = [temporary(rows, columns), temporary(rows, 2)];
      const inputs = { x: x.slice, weight: weight.slice, bias: bias.slice };
      layerNorm(recorder, inputs, { out: out.slice, stats: stats.slice }, { rows, columns }, epsilon);
      return out;
    },
    dropout: (x) => x,
    layerMix(states, weights) {
      const [rows, columns] = states.shape;
      const layers = weights.shape[0];
      const out = temporary(rows, columns / layers);
      layerMix(recorder, states.slice, weights.slice, out.slice, { rows, layers, hidden: columns / layers });
      return out;
    },
    normalize(x) {
      const [rows, width] = x.shape;
      const out = temporary(rows, width);
      normalize(recorder, x.slice, out.slice, { rows, width });
      return out;
    },
    cosine(a, b) {
      const [rows, width] = a.shape;
      const out = temporary(rows, 1);
      cosine(recorder, a.slice, b.slice, out.slice, { rows, width });
      return out;
    },
  };
}
