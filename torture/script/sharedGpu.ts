/** A software GPU that serves every run of the script until it is lost, and compiles each shader once: that takes most of their time. */
import type { Gpu } from '../../src/gpu/device';
import { deviceWith } from '../../src/testing/deviceWith';
import { nodeGpu } from '../../src/testing/nodeGpu';

let opened: Promise<Gpu | undefined> | undefined;

/** @returns the same device until that is lost, another one then */
export function sharedGpu(): Promise<Gpu | undefined> {
  opened ??= nodeGpu().then((gpu) => gpu && { ...gpu, device: compilingOnce(gpu.device) });
  return opened;
}

function compilingOnce(device: GPUDevice): GPUDevice {
  void device.lost.then(() => {
    opened = undefined;
  });
  const codes = new WeakMap<GPUShaderModule, string>();
  const pipelines = new Map<string, GPUComputePipeline>();
  return deviceWith(device, {
    createShaderModule(descriptor) {
      const module = device.createShaderModule(descriptor);
      codes.set(module, descriptor.code);
      return module;
    },
    createComputePipeline(descriptor) {
      const { module, ...compute } = descriptor.compute;
      const key = JSON.stringify([codes.get(module), compute, descriptor.layout]);
      const pipeline = pipelines.get(key) ?? device.createComputePipeline(descriptor);
      pipelines.set(key, pipeline);
      return pipeline;
    },
  });
}
