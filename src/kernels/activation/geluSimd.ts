/** GELU and its gradient where there is no GPU: in WebAssembly SIMD, as much at a time as stays in the nearest cache. */
import wasm from './gelu.wat';

/** As in gelu.wat; places are bytes. */
interface Simd {
  memory: WebAssembly.Memory;
  values(count: number): void;
  slopes(count: number, gradient: number): void;
}

/** Values at a time: with their gradients 32 KiB. */
const CHUNK = 4096;

let instance: Simd | undefined;

function loaded(): { simd: Simd; memory: Float32Array<ArrayBuffer> } {
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports as unknown as Simd;
  return { simd: instance, memory: new Float32Array(instance.memory.buffer as ArrayBuffer) };
}

/** Both hold `count` values. */
export function geluSimd(x: Float32Array, out: Float32Array, count: number): void {
  const { simd, memory } = loaded();
  for (let from = 0; from < count; from += CHUNK) {
    const length = Math.min(CHUNK, count - from);
    memory.set(x.subarray(from, from + length));
    simd.values(length);
    out.set(memory.subarray(0, length), from);
  }
}

/** @param x what went in; @param gradient of what came out. All hold `count` values. */
export function geluBackwardSimd(x: Float32Array, gradient: Float32Array, out: Float32Array, count: number): void {
  const { simd, memory } = loaded();
  for (let from = 0; from < count; from += CHUNK) {
    const length = Math.min(CHUNK, count - from);
    memory.set(x.subarray(from, from + length));
    memory.set(gradient.subarray(from, from + length), CHUNK);
    simd.slopes(length, 4 * CHUNK);
    out.set(memory.subarray(0, length), from);
  }
}
