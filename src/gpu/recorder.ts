/**
 * Records dispatches into one command buffer and submits them together with the reads at its end.
 * Temporaries come from the pool and go back to it on submit.
 */
import type { BufferPool } from './bufferPool';
import { type Kernel, pipelineFor } from './kernel';

/** A buffer and how many bytes of it count: a buffer may be larger than its tensor. */
export interface BufferSlice {
  buffer: GPUBuffer;
  bytes: number;
}

const STORAGE = 0x80 | 0x8 | 0x4; // GPUBufferUsage.STORAGE | COPY_DST | COPY_SRC: the global does not exist in Node.
const UNIFORM = 0x40 | 0x8; // UNIFORM | COPY_DST
const STAGING = 0x1 | 0x8; // MAP_READ | COPY_DST
const MAP_READ = 0x1;

export class Recorder {
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

  /** @param sizes the u32 fields of the kernel's uniform; @param bindings its storage buffers, in order */
  dispatch(kernel: Kernel, sizes: number[], bindings: BufferSlice[], workgroups: [number, number?, number?]): void {
    const pipeline = pipelineFor(this.device, kernel);
    const uniform = this.pool.acquire(16 * Math.ceil(sizes.length / 4), UNIFORM);
    this.temporaries.push(uniform);
    this.device.queue.writeBuffer(uniform, 0, new Uint32Array(sizes));
    const entries = [{ buffer: uniform, bytes: uniform.size }, ...bindings].map(({ buffer, bytes }, binding) => ({
      binding,
      resource: { buffer, size: bytes },
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
    this.encoder.copyBufferToBuffer(slice.buffer, 0, staging, 0, slice.bytes);
    this.reads.push({ staging, bytes: slice.bytes });
  }

  /** Submits everything. The work is on the queue when this returns; the promise is for the reads. */
  submit(): Promise<Float32Array<ArrayBuffer>[]> {
    this.pass?.end();
    this.device.queue.submit([this.encoder.finish()]);
    for (const buffer of this.temporaries) this.pool.release(buffer);
    return Promise.all(
      this.reads.map(async ({ staging, bytes }) => {
        await staging.mapAsync(MAP_READ, 0, bytes);
        const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
        staging.unmap();
        this.pool.release(staging);
        return values;
      }),
    );
  }
}
