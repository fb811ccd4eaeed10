/** What a kernel needs in order to be recorded: now, into a Recorder, or for replay, into a ProgramBuilder. */
import type { Kernel } from './kernel';

/** Part of a buffer. A buffer may be larger than its tensor, and may hold several. */
export interface BufferSlice {
  buffer: GPUBuffer;
  /** How many bytes count. */
  bytes: number;
  /** Where they begin, a multiple of the device's storage offset alignment. Default: 0. */
  offset?: number;
}

export type Workgroups = [x: number, y?: number, z?: number];

export interface Dispatcher {
  /** Whether few threads with much to do each are best; see wantsLargeBlocks. */
  readonly largeBlocks: boolean;
  /** @param sizes the u32 fields of the kernel's uniform; @param bindings its storage buffers, in order */
  dispatch(kernel: Kernel, sizes: number[], bindings: BufferSlice[], workgroups: Workgroups): void;
}

/** GPUBufferUsage, whose global does not exist in Node. */
export const Usage = {
  MAP_READ: 0x1,
  COPY_SRC: 0x4,
  COPY_DST: 0x8,
  UNIFORM: 0x40,
  STORAGE: 0x80,
} as const;

/** A float as the u32 with the same bits: uniforms carry u32 alone, shaders turn it back with bitcast. */
export function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}

/** One thread an element, however many: workgroups beyond the limit of one dimension go into the second. */
export function elementwise(count: number, workgroupSize: number): Workgroups {
  const groups = Math.max(1, Math.ceil(count / workgroupSize));
  const x = Math.min(groups, MAX_PER_DIMENSION);
  return [x, Math.ceil(groups / x)];
}

/** maxComputeWorkgroupsPerDimension, which no adapter sets lower. */
const MAX_PER_DIMENSION = 65535;

export function bindingOf({ buffer, bytes, offset = 0 }: BufferSlice): GPUBufferBinding {
  return { buffer, offset, size: bytes };
}
