/** AdamW where there is no GPU: in WebAssembly SIMD, as much at a time as stays in the nearest cache. Accumulates in float32. */
import { type AdamWBuffers, type AdamWSettings, BLOCK } from './adamW';
import wasm from './simd.wat';

/** As in simd.wat; places are bytes. */
interface Simd {
  memory: WebAssembly.Memory;
  step(count: number, gradients: number, moments: number, clip: number, ...group: number[]): void;
}

/** Values at a time: with their gradients and moments 32 KiB. */
const CHUNK = 2048;
const GRADIENTS = CHUNK;
const MOMENTS = 2 * CHUNK;

let instance: Simd | undefined;

/** Shapes as in adamW.ts. */
export function adamWSimd(buffers: AdamWBuffers<Float32Array>, count: number, { beta1, beta2, epsilon }: AdamWSettings): void {
  const { parameters, gradients, moments, groupOf, groups, clip, norm } = buffers;
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports as unknown as Simd;
  const memory = new Float32Array(instance.memory.buffer);
  norm[0] = clip[0];
  for (let from = 0, to = 0; from < count; from = to) {
    const group = groupOf[from / BLOCK];
    do to += BLOCK;
    while (to < count && to - from < CHUNK && groupOf[to / BLOCK] === group);
    const [keep, step, scale, active] = groups.subarray(4 * group, 4 * group + 4);
    if (active === 0) continue;
    const length = to - from;
    memory.set(parameters.subarray(from, to));
    memory.set(gradients.subarray(from, to), GRADIENTS);
    memory.set(moments.subarray(2 * from, 2 * to), MOMENTS);
    instance.step(length, 4 * GRADIENTS, 4 * MOMENTS, clip[1], keep, step, scale, beta1, 1 - beta1, beta2, 1 - beta2, epsilon);
    parameters.set(memory.subarray(0, length), from);
    moments.set(memory.subarray(MOMENTS, MOMENTS + 2 * length), 2 * from);
  }
}
