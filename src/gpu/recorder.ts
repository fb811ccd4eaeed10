/**
 * Records dispatches into one command buffer and submits them together with the reads at its end.
 * Temporaries come from the pool and go back to it on submit.
 */
import type { BufferPool } from './bufferPool';
import { wantsLargeBlocks } from './device';
import { type BufferSlice, bindingOf, type Dispatcher, Usage, type Workgroups } from './dispatcher';
import { type Kernel, pipelineFor } from './kernel';
import { checkKept } from './loss';

const STORAGE = Usage.STORAGE | Usage.COPY_DST | Usage.COPY_SRC;
const UNIFORM = Usage.UNIFORM | Usage.COPY_DST;
const STAGING = Usage.MAP_READ | Usage.COPY_DST;

export class Recorder implements Dispatcher {
  private readonly encoder: GPUCommandEncoder;
  private pass: GPUComputePassEncoder | undefined;
  private readonly temporaries: GPUBuffer[] = [];
  private readonly reads: { staging: GPUBuffer; bytes: number }[] = [];

  constructor(
    private readonly device: GPUDevice,
    private readonly pool: BufferPool,
  ) {
    this.encoder = device.createCommandEncoder();
  }

  get largeBlocks(): boolean {
    return wantsLargeBlocks(this.device);
  }

  /** An uninitialised buffer that lives until submit. */
  temporary(bytes: number): BufferSlice {
    const buffer = this.pool.acquire(bytes, STORAGE);
    this.temporaries.push(buffer);
    return { buffer, bytes };
  }

  /** A temporary holding `data`. */
  upload(data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): BufferSlice {
    const slice = this.temporary(data.byteLength);
    this.device.queue.writeBuffer(slice.buffer, 0, data);
    return slice;
  }

  dispatch(kernel: Kernel, sizes: number[], bindings: BufferSlice[], workgroups: Workgroups): void {
    const pipeline = pipelineFor(this.device, kernel);
    const uniform = this.pool.acquire(16 * Math.ceil(sizes.length / 4), UNIFORM);
    this.temporaries.push(uniform);
    this.device.queue.writeBuffer(uniform, 0, new Uint32Array(sizes));
    const entries = [{ buffer: uniform, bytes: uniform.size }, ...bindings].map((slice, binding) => ({
      binding,
      resource: bindingOf(slice),
    }));
    this.pass ??= this.encoder.beginComputePass();
    this.pass.setPipeline(pipeline);
    this.pass.setBindGroup(0, this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    this.pass.dispatchWorkgroups(...workgroups);
  }

  /** Queues a copy of `slice` to the CPU; its values come from {@link submit}, in the order of these calls. */
  read(slice: BufferSlice): void {
    this.pass?.end();
    this.pass = undefined;
    const staging = this.pool.acquire(slice.bytes, STAGING);
    this.encoder.copyBufferToBuffer(slice.buffer, slice.offset ?? 0, staging, 0, slice.bytes);
    this.reads.push({ staging, bytes: slice.bytes });
  }

  /** Submits everything. The work is on the queue when this returns; the promise is for the reads. */
  submit(): Promise<Float32Array<ArrayBuffer>[]> {
    this.pass?.end();
    this.device.queue.submit([this.encoder.finish()]);
    for (const buffer of this.temporaries) this.pool.release(buffer);
    return Promise.all(
      this.reads.map(async ({ staging, bytes }) => {
        await staging.mapAsync(Usage.MAP_READ, 0, bytes);
        checkKept(this.device);
        const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
        staging.unmap();
        this.pool.release(staging);
        return values;
      }),
    );
  }
}
