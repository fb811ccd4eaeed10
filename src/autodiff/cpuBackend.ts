/** Runs tapes on the CPU: training where there is no usable GPU, and what GPUs are tested against. */
import type { Floats } from '../kernels/floats';
import { releaseSimdMemory } from '../kernels/matmul/simd';
import { type Backend, type Data, placeOf, type Store } from './backend';
import { planMemory, reachable } from './memoryPlan';
import { size } from './op';
import type { Value } from './tape';

/** A store whose array is at hand. */
interface CpuStore extends Store {
  array: Floats;
}

export function cpuBackend(): Backend {
  // Programs run one after another and keep nothing between runs, so that they share their temporaries.
  const shared: Float32Array<ArrayBuffer>[] = [];
  return {
    device: 'cpu',
    store: (data) => cpuStore(typeof data === 'number' ? new Float32Array(data) : (data as Float32Array<ArrayBuffer>)),
    compile(tape, outputs, places) {
      const nodes = reachable(tape.nodes, outputs);
      const { slotOf, slots } = planMemory(nodes, new Set(places.keys()));
      const free = [...shared];
      const memory = slots.map((elements) => take(free, elements) ?? shared[shared.push(new Float32Array(elements)) - 1]);
      const arrayOf = (value: Value): Floats => {
        const slot = slotOf.get(value);
        return slot === undefined ? (placeOf(places, value) as CpuStore).array : memory[slot].subarray(0, size(value.shape));
      };
      const steps = nodes.map(({ op, inputs, output, extras, attributes }) => {
        const call = { inputs: inputs.map(({ shape }) => shape), output: output.shape, attributes };
        const arrays = inputs.map(arrayOf);
        const out = arrayOf(output);
        const beside = extras.map(arrayOf);
        return () => op.cpu(arrays, out, call, beside);
      });
      return {
        dispatches: steps.length,
        run(copies = []) {
          for (const step of steps) step();
          for (const { from, to, at } of copies) (to as CpuStore).array.set((from as CpuStore).array, at);
        },
        destroy() {},
      };
    },
    lost: new Promise<never>(() => undefined),
    destroy: releaseSimdMemory,
  };
}

/** The smallest that is large enough. */
function take(free: Float32Array<ArrayBuffer>[], elements: number): Float32Array<ArrayBuffer> | undefined {
  const fits = free.filter(({ length }) => length >= elements);
  if (fits.length === 0) return undefined;
  const smallest = fits.reduce((a, b) => (b.length < a.length ? b : a));
  free.splice(free.indexOf(smallest), 1);
  return smallest;
}

/** @param array floats, or integers under the type of floats: what reads them as integers knows that they are */
function cpuStore(array: Float32Array<ArrayBuffer>): CpuStore {
  return {
    array,
    length: array.length,
    write: (data: Data, at = 0) => array.set(data, at),
    read: async () => array.slice(),
    part: (at, length) => cpuStore(array.subarray(at, at + length)),
    destroy() {},
  };
}
