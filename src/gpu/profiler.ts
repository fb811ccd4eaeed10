/** Times dispatches on the GPU's own clock (timestamp-query). */
import { Usage } from './dispatcher';

/** Query sets hold 4096 timestamps at most; a dispatch takes two. */
const MAX_PASSES = 2048;

export interface KernelTime {
  name: string;
  dispatches: number;
  /** Sum over its dispatches, in microseconds. */
  microseconds: number;
}

export class Profiler {
  private readonly names: string[] = [];
  private readonly queries: GPUQuerySet;

  /** @throws RangeError when the device has no timestamps: ask {@link Profiler.supports} before */
  constructor(private readonly device: GPUDevice) {
    if (!Profiler.supports(device)) throw new RangeError('this device has no timestamp-query');
    this.queries = device.createQuerySet({ type: 'timestamp', count: 2 * MAX_PASSES });
  }

  static supports(device: GPUDevice): boolean {
    return device.features.has('timestamp-query');
  }

  /** Descriptor of the pass of one dispatch. @throws RangeError past 2048 dispatches */
  pass(name: string): GPUComputePassDescriptor {
    const index = this.names.push(name) - 1;
    if (index >= MAX_PASSES) throw new RangeError(`more than ${MAX_PASSES} dispatches cannot be timed at once`);
    const timestampWrites = { querySet: this.queries, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 };
    return { label: name, timestampWrites };
  }

  /** What was timed since it was made, the costliest kernel first. Ends the profiler. */
  async finish(): Promise<KernelTime[]> {
    const { device, queries, names } = this;
    const bytes = Math.max(1, names.length) * 16;
    const resolved = device.createBuffer({ size: bytes, usage: QUERY_RESOLVE | Usage.COPY_SRC });
    const staging = device.createBuffer({ size: bytes, usage: Usage.MAP_READ | Usage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(queries, 0, 2 * names.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(Usage.MAP_READ);
    const times = new BigUint64Array(staging.getMappedRange().slice(0));
    for (const held of [resolved, staging, queries]) held.destroy();
    const totals = new Map<string, KernelTime>();
    for (const [i, name] of names.entries()) {
      const total = totals.get(name) ?? { name, dispatches: 0, microseconds: 0 };
      total.dispatches++;
      total.microseconds += Number(times[2 * i + 1] - times[2 * i]) / 1000;
      totals.set(name, total);
    }
    return [...totals.values()].sort((a, b) => b.microseconds - a.microseconds);
  }
}

const QUERY_RESOLVE = 0x200; // GPUBufferUsage
