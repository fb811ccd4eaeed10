/**
 * Computes nothing and counts: what a GPU would have to hold for the same stores and programs. Temporaries are
 * planned and shared as gpuBackend does it.
 */
import { BufferPool } from '../gpu/bufferPool';
import type { Backend, Store } from './backend';
import { planMemory, reachable } from './memoryPlan';

export interface MeasuringBackend extends Backend {
  /** The most that was held at one time so far, by what it is for. */
  readonly peak: { stores: number; temporaries: number; total: number };
}

export function measuringBackend(): MeasuringBackend {
  const now = { stores: 0, temporaries: 0 };
  const peak = { stores: 0, temporaries: 0, total: 0 };
  const hold = (kind: keyof typeof now, bytes: number) => {
    now[kind] += bytes;
    if (now.stores + now.temporaries > peak.total) Object.assign(peak, now, { total: now.stores + now.temporaries });
  };
  const device = {
    createBuffer({ size, usage }: GPUBufferDescriptor) {
      hold('temporaries', size);
      return { size, usage, destroy: () => hold('temporaries', -size) } as GPUBuffer;
    },
  };
  const pool = new BufferPool(device);
  const store = (length: number, owned: boolean): Store => ({
    length,
    write() {},
    read: async () => new Float32Array(length),
    part: (_, size) => store(size, false),
    destroy: () => owned && hold('stores', -4 * length),
  });
  return {
    device: 'webgpu',
    peak,
    lost: new Promise<never>(() => undefined),
    store(data) {
      const length = typeof data === 'number' ? data : data.length;
      hold('stores', 4 * length);
      return store(length, true);
    },
    compile(tape, outputs, places) {
      const nodes = reachable(tape.nodes, outputs);
      const buffers = planMemory(nodes, new Set(places.keys())).slots.map((elements) => pool.acquire(4 * elements, 0));
      for (const buffer of buffers) pool.release(buffer);
      return { dispatches: nodes.length, run() {}, destroy() {} };
    },
    destroy: () => pool.destroy(),
  };
}
