/** A learned mix of a model's layers (Peters et al., 2018, with free weights), and its gradients. */
import { type BufferSlice, type Dispatcher, elementwise, type Workgroups } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import wgsl from './layerMix.wgsl?raw';

const kernel = (entryPoint: string): Kernel => ({ name: `layerMix.${entryPoint}`, wgsl, entryPoint });
const KERNELS = { forward: kernel('forward'), weightGradient: kernel('weightGradient'), stateGradient: kernel('stateGradient') };
const WORKGROUP = 64;

export interface MixSizes {
  rows: number;
  layers: number;
  hidden: number;
}

/** @param states [rows, layers · hidden]; @param weights [layers]; @param out [rows, hidden] */
export function layerMix(to: Dispatcher, states: BufferSlice, weights: BufferSlice, out: BufferSlice, sizes: MixSizes): void {
  const groups = elementwise(sizes.rows * sizes.hidden, WORKGROUP);
  to.dispatch(KERNELS.forward, words(sizes, groups), [states, weights, out], groups);
}

/** @param gradient [rows, hidden]; @param out [layers] */
export function mixWeightGradient(to: Dispatcher, states: BufferSlice, gradient: BufferSlice, out: BufferSlice, sizes: MixSizes): void {
  to.dispatch(KERNELS.weightGradient, words(sizes, [0]), [states, gradient, out], [sizes.layers]);
}

/** @param gradient [rows, hidden]; @param out [rows, layers · hidden] */
export function mixStateGradient(to: Dispatcher, gradient: BufferSlice, weights: BufferSlice, out: BufferSlice, sizes: MixSizes): void {
  const groups = elementwise(sizes.rows * sizes.layers * sizes.hidden, WORKGROUP);
  to.dispatch(KERNELS.stateGradient, words(sizes, groups), [gradient, weights, out], groups);
}

const words = ({ rows, layers, hidden }: MixSizes, groups: Workgroups) => [rows, layers, hidden, groups[0] * WORKGROUP];
