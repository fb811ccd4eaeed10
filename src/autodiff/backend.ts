/**
 * Where tapes run. Both backends compile a tape once, with a place for every value, and run it any number
 * of times without allocating.
 */
import type { Tape, Value } from './tape';

export type Integers = Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
export type Data = Float32Array<ArrayBuffer> | Integers;

/** Values that stay: parameters, inputs, results. 32 bits an element. */
export interface Store {
  length: number;
  /** @param at element at which to begin. Default: 0 */
  write(data: Data, at?: number): void;
  /** Waits for every run before it. */
  read(): Promise<Float32Array<ArrayBuffer>>;
  /** A part of it, sharing its memory. `at` is a multiple of {@link ALIGNMENT}. */
  part(at: number, length: number): Store;
  destroy(): void;
}

/** Elements at whose multiples parts of a store begin: WebGPU binds at multiples of 256 bytes. */
export const ALIGNMENT = 64;

export const align = (elements: number) => Math.ceil(elements / ALIGNMENT) * ALIGNMENT;

/** Copied at the end of a run. */
export interface Copy {
  from: Store;
  to: Store;
  /** Element of `to` at which to begin. */
  at: number;
}

export interface CompiledTape {
  /** Runs, or puts on the GPU's queue; stores are read when they are read. */
  run(copies?: Copy[]): void;
  /** Kernels a run starts. */
  dispatches: number;
  destroy(): void;
}

export interface Backend {
  device: 'webgpu' | 'cpu';
  /** @param data its first values, in an array that becomes the store's own; or how many zeros */
  store(data: Data | number): Store;
  /**
   * @param outputs what must be computed; an op that writes into its inputs is wanted by its output
   * @param places a store for every input and parameter, and for each value that is read afterwards
   * @throws RangeError when an input has no place
   */
  compile(tape: Tape, outputs: Value[], places: Map<Value, Store>): CompiledTape;
  /** Rejects when the device is lost; never settles on the CPU. */
  lost: Promise<never>;
  destroy(): void;
}

export function placeOf(places: Map<Value, Store>, value: Value): Store {
  const place = places.get(value);
  if (!place) throw new RangeError(`${value.name} has no place`);
  return place;
}
