/** Gradients of a fully connected layer's weight and bias, in one pass over the rows. */
import type { BufferSlice, Dispatcher, Workgroups } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { columnSum } from '../columnSum/columnSum';
import block from '../matmul/block.wgsl?raw';
import { fillsBlocks, LARGE_BLOCK, matmul } from '../matmul/matmul';
import layer from './layer.wgsl?raw';
import wgsl from './weightGradient.wgsl?raw';
import large from './weightGradientBlock.wgsl?raw';

const KERNEL: Kernel = { name: 'weightGradient', wgsl: layer + wgsl };
/** For adapters that compute on the CPU. */
const LARGE: Kernel = { name: 'weightGradientBlock', wgsl: block + layer + large };
const BLOCK = 64;

export interface LayerSizes {
  rows: number;
  inputs: number;
  outputs: number;
}

/**
 * @param gradient [rows, outputs], of what the layer gave
 * @param x [rows, inputs]
 * @param weight [outputs, inputs] of float32
 * @param bias [outputs]
 */
export function weightGradient(
  to: Dispatcher,
  gradient: BufferSlice,
  x: BufferSlice,
  weight: BufferSlice,
  bias: BufferSlice,
  { rows, inputs, outputs }: LayerSizes,
): void {
  if (to.largeBlocks && fillsBlocks(outputs, rows) && outputs % 4 === 0 && inputs % 4 === 0) {
    const [blockInputs, blockOutputs] = LARGE_BLOCK;
    const workgroups: Workgroups = [Math.ceil(inputs / blockInputs), Math.ceil(outputs / blockOutputs)];
    to.dispatch(LARGE, [outputs, inputs, rows], [gradient, x, weight, bias], workgroups);
    return;
  }
  if (outputs % 8 === 0 && inputs % 8 === 0) {
    to.dispatch(KERNEL, [outputs, inputs, rows], [gradient, x, weight, bias], [Math.ceil(inputs / BLOCK), Math.ceil(outputs / BLOCK)]);
    return;
  }
  matmul(to, gradient, x, undefined, weight, { rows: outputs, cols: inputs, inner: rows, transposeA: true, transposeB: false });
  columnSum(to, gradient, bias, rows, outputs);
}
