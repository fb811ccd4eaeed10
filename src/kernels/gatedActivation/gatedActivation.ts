/** A gated linear unit (Shazeer, 2020): the activation of the left half of the columns, times the right half. */
import { type BufferSlice, type Dispatcher, elementwise } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { ACTIVATION_KINDS, type ActivationName } from '../activation/activation';
import curves from '../activation/curves.wgsl?raw';
import wgsl from './gatedActivation.wgsl?raw';

export interface GatedSizes {
  rows: number;
  /** Columns of the output: half of those of the input. */
  columns: number;
  kind: ActivationName;
}

type Entry = 'forward' | 'backward';
const WORKGROUP = 64;

/**
 * - `forward`: x [rows, 2 · columns] → [rows, columns]
 * - `backward`: x, gradient [rows, columns] → of x
 */
export function gatedActivation(to: Dispatcher, entryPoint: Entry, buffers: BufferSlice[], { rows, columns, kind }: GatedSizes): void {
  const constants = { KIND: ACTIVATION_KINDS[kind] };
  const kernel: Kernel = { name: `gatedActivation.${entryPoint}`, wgsl: curves + wgsl, entryPoint, constants };
  const groups = elementwise(rows * columns, WORKGROUP);
  to.dispatch(kernel, [rows * columns, groups[0] * WORKGROUP, columns], buffers, groups);
}
