/** Runs tapes on a GPUDevice: a compiled program is one pass of ready-made bind groups and one submit. */

import { TandemError } from '../errors';
import { BufferPool } from '../gpu/bufferPool';
import { type BufferSlice, Usage } from '../gpu/dispatcher';
import { checkKept, reasonOf, rejectWhenLost } from '../gpu/loss';
import { Profiler } from '../gpu/profiler';
import { type Program, ProgramBuilder } from '../gpu/program';
import { type Backend, type CompiledTape, type Copy, type Data, placeOf, type Store } from './backend';
import { planMemory, reachable } from './memoryPlan';
import { size } from './op';
import type { Tape, Value } from './tape';

const STORAGE = Usage.STORAGE | Usage.COPY_DST | Usage.COPY_SRC;

interface GpuStore extends Store {
  slice: BufferSlice;
}

export interface GpuProgram extends CompiledTape {
  /** Runs once and tells how long every kernel took. @throws RangeError without timestamp-query */
  profile(): ReturnType<Profiler['finish']>;
}

export interface GpuBackend extends Backend {
  compile(...args: Parameters<Backend['compile']>): GpuProgram;
  /** As compile, for many new kernels: they are compiled side by side. @throws TandemError `device-lost` */
  compileAsync(...args: Parameters<Backend['compile']>): Promise<GpuProgram>;
}

export function gpuBackend(device: GPUDevice): GpuBackend {
  let refuse: (error: TandemError) => void = () => {};
  // Whatever waits for a result hears of either.
  const failed = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  failed.catch(() => undefined);
  const lost = rejectWhenLost(device);
  const trouble = Promise.race([lost, failed]);
  trouble.catch(() => undefined);
  /** Answers that are still to come: whether there was memory for a buffer. */
  const asked = new Set<Promise<void>>();
  const createBuffer = (descriptor: GPUBufferDescriptor) => {
    // Memory that is refused is reported later, and by nothing else.
    device.pushErrorScope('out-of-memory');
    const buffer = device.createBuffer(descriptor);
    const answer = device.popErrorScope().then(
      (error) => {
        if (error) refuse(new TandemError('out-of-memory', `The GPU has no room for ${megabytes(descriptor.size)} MB more. ${LOWER}`));
      },
      () => undefined,
    );
    asked.add(answer);
    void answer.then(() => asked.delete(answer));
    return buffer;
  };
  /** Waits for a result; what there was no memory for has none. */
  const settled = async (result: Promise<void>): Promise<void> => {
    const heard = result.catch(async (thrown) => {
      throw await reasonOf(device, thrown);
    });
    await Promise.race([heard, trouble]);
    await Promise.race([Promise.all(asked), trouble]);
    // A refusal that has come meanwhile is heard before the result.
    await Promise.race([trouble, Promise.resolve()]);
    checkKept(device);
  };
  // Programs run one after another and keep nothing between runs, so that they share their temporaries.
  const pool = new BufferPool({ createBuffer });
  return {
    device: 'webgpu',
    lost,
    store(data) {
      const length = typeof data === 'number' ? data : data.length;
      checkSize(device, length * 4);
      const buffer = createBuffer({ size: Math.max(4, length * 4), usage: STORAGE });
      const store = gpuStore(device, settled, { buffer, bytes: length * 4 });
      if (typeof data !== 'number') store.write(data);
      return store;
    },
    compile: (...of) => runnable(record(...of).build()),
    compileAsync: async (...of) => runnable(await record(...of).buildAsync()),
    destroy: () => pool.destroy(),
  };

  function record(tape: Tape, outputs: Value[], places: Map<Value, Store>): ProgramBuilder {
    const nodes = reachable(tape.nodes, outputs);
    const { slotOf, slots } = planMemory(nodes, new Set(places.keys()));
    const buffers = slots.map((elements) => {
      checkSize(device, elements * 4);
      return pool.acquire(elements * 4, STORAGE);
    });
    const sliceOf = (value: Value): BufferSlice => {
      const slot = slotOf.get(value);
      return slot === undefined ? (placeOf(places, value) as GpuStore).slice : { buffer: buffers[slot], bytes: size(value.shape) * 4 };
    };
    const builder = new ProgramBuilder(device);
    for (const { op, inputs, output, extras, attributes } of nodes) {
      const call = { inputs: inputs.map(({ shape }) => shape), output: output.shape, attributes };
      op.gpu(builder, inputs.map(sliceOf), sliceOf(output), call, extras.map(sliceOf));
    }
    for (const buffer of buffers) pool.release(buffer);
    return builder;
  }

  function runnable(program: Program): GpuProgram {
    const submit = (copies: Copy[], profiler?: Profiler) => {
      const encoder = device.createCommandEncoder();
      program.encode(encoder, profiler);
      for (const { from, to, at } of copies) copy(encoder, from as GpuStore, to as GpuStore, at);
      device.queue.submit([encoder.finish()]);
    };
    return {
      dispatches: program.dispatches,
      run: (copies = []) => submit(copies),
      profile() {
        const profiler = new Profiler(device);
        submit([], profiler);
        return profiler.finish();
      },
      destroy: () => program.destroy(),
    };
  }
}

/** @param settled waits for a result, and rejects when there will be none */
function gpuStore(device: GPUDevice, settled: (result: Promise<void>) => Promise<void>, slice: BufferSlice): GpuStore {
  const { buffer, bytes, offset = 0 } = slice;
  return {
    slice,
    length: bytes / 4,
    write: (data: Data, at = 0) => device.queue.writeBuffer(buffer, offset + at * 4, data),
    async read() {
      const staging = device.createBuffer({ size: Math.max(4, bytes), usage: Usage.MAP_READ | Usage.COPY_DST });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await settled(staging.mapAsync(Usage.MAP_READ) as Promise<void>);
      const values = new Float32Array(staging.getMappedRange().slice(0, bytes));
      staging.destroy();
      return values;
    },
    part: (at, length) => gpuStore(device, settled, { buffer, bytes: length * 4, offset: offset + at * 4 }),
    destroy: () => buffer.destroy(),
  };
}

function copy(encoder: GPUCommandEncoder, { slice: from }: GpuStore, { slice: to }: GpuStore, at: number): void {
  encoder.copyBufferToBuffer(from.buffer, from.offset ?? 0, to.buffer, (to.offset ?? 0) + at * 4, from.bytes);
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
const LOWER = 'Lower the batch size, open fewer layers, let layers be recomputed, or compute on the CPU.';

/** @throws TandemError `out-of-memory` for what the adapter cannot bind */
function checkSize(device: GPUDevice, bytes: number): void {
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  if (bytes <= most) return;
  throw new TandemError(
    'out-of-memory',
    `This GPU takes ${megabytes(most)} MB in one piece, and ${megabytes(bytes)} MB are needed. Use fewer sentences. ${LOWER}`,
  );
}
