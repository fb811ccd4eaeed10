/**
 * A GPU whose devices can be lost again and again at little cost. They share one device of the adapter, which compiles each shader
 * once: that takes most of the time of a new one. A lost one is, from then on, another device that was really destroyed, so that
 * whatever is asked of it fails as it does there, and what was under way is aborted.
 */
import { deviceWith, withMembers } from '../../src/testing/deviceWith';

type Listener = (event: GPUUncapturedErrorEvent) => void;

interface Shared {
  live: GPUDevice;
  /** Destroyed at once. */
  dead: GPUDevice;
  /** Of the device that was given out last: earlier ones were lost, or belong to visits that are over. */
  listeners: Set<Listener>;
  lose(): void;
}

export function losableGpu(gpu: GPU): GPU {
  let shared: Promise<Shared> | undefined;
  return withMembers(gpu, {
    async requestAdapter(options) {
      const adapter = await gpu.requestAdapter(options);
      return (
        adapter &&
        withMembers(adapter, {
          async requestDevice(descriptor) {
            if (!shared) {
              const opened = open(gpu, adapter, { options, descriptor });
              shared = opened;
              void opened
                .then(({ live }) => live.lost)
                .finally(() => {
                  shared = undefined;
                });
            }
            return losable(await shared);
          },
        })
      );
    },
  });
}

interface Asked {
  options?: GPURequestAdapterOptions;
  descriptor?: GPUDeviceDescriptor;
}

async function open(gpu: GPU, adapter: GPUAdapter, { options, descriptor }: Asked): Promise<Shared> {
  // An adapter gives out one device.
  const another = await gpu.requestAdapter(options);
  if (!another) throw new Error('The adapter is gone.');
  const dead = await another.requestDevice();
  dead.destroy();
  const live = await adapter.requestDevice(descriptor);
  const shared: Shared = { live: compilingOnce(live), dead, listeners: new Set(), lose() {} };
  live.addEventListener('uncapturederror', (event) => {
    for (const listener of [...shared.listeners]) listener(event);
  });
  void live.lost.then(() => shared.lose());
  return shared;
}

function compilingOnce(device: GPUDevice): GPUDevice {
  const codes = new WeakMap<GPUShaderModule, string>();
  const pipelines = new Map<string, GPUComputePipeline>();
  const keyOf = ({ compute: { module, ...compute }, layout }: GPUComputePipelineDescriptor) =>
    JSON.stringify([codes.get(module), compute, layout]);
  return deviceWith(device, {
    createShaderModule(descriptor) {
      const module = device.createShaderModule(descriptor);
      codes.set(module, descriptor.code);
      return module;
    },
    createComputePipeline(descriptor) {
      const key = keyOf(descriptor);
      const pipeline = pipelines.get(key) ?? device.createComputePipeline(descriptor);
      pipelines.set(key, pipeline);
      return pipeline;
    },
    async createComputePipelineAsync(descriptor) {
      const key = keyOf(descriptor);
      const pipeline = pipelines.get(key) ?? (await device.createComputePipelineAsync(descriptor));
      pipelines.set(key, pipeline);
      return pipeline;
    },
  });
}

function losable(shared: Shared): GPUDevice {
  const { live, dead } = shared;
  const listeners = new Set<Listener>();
  shared.listeners = listeners;
  const buffers = new Set<GPUBuffer>();
  const aborts = new Set<(reason: DOMException) => void>();
  let scopes = 0;
  let now = live;
  let announce = (_: GPUDeviceLostInfo) => {};
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    announce = resolve;
  });

  const device = switching(() => now, {
    lost,
    queue: switching(() => now.queue),
    destroy() {
      if (now === dead) return;
      now = dead;
      listeners.clear();
      announce({ reason: 'destroyed', message: 'Device was destroyed.', __brand: 'GPUDeviceLostInfo' });
      for (const abort of aborts) abort(gone());
      for (const buffer of buffers) buffer.destroy();
      // They would catch what later devices report.
      for (; scopes > 0; scopes--) void live.popErrorScope();
    },
    pushErrorScope(filter) {
      now.pushErrorScope(filter);
      scopes++;
    },
    popErrorScope() {
      scopes--;
      return now.popErrorScope();
    },
    addEventListener: (_: string, listener: unknown) => void listeners.add(listener as Listener),
    createBuffer(descriptor) {
      const buffer = now.createBuffer(descriptor);
      if (now === dead) return buffer;
      buffers.add(buffer);
      const mapAsync = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = (...range) =>
        new Promise((resolve, reject) => {
          if (now === dead) return reject(gone());
          aborts.add(reject);
          mapAsync(...range)
            .then(resolve, reject)
            .finally(() => aborts.delete(reject));
        });
      return buffer;
    },
  });
  shared.lose = () => device.destroy();
  return device;
}

const gone = () => new DOMException('The device is lost.', 'AbortError');

function switching<T extends object>(now: () => T, members: Partial<T> = {}): T {
  return new Proxy(now(), { get: (_, key) => Reflect.get(withMembers(now(), members), key) });
}
