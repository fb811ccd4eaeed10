/** The backends that training is tested on. */
import type { Backend } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { gpuBackend } from '../autodiff/gpuBackend';
import { nodeGpu } from './nodeGpu';

export interface TestBackend {
  name: string;
  create(): Backend;
  /** Whether it is one of a GPU, on a machine that may do without. */
  skipped: boolean;
}

const gpu = await nodeGpu();

/** A backend on the GPU of the test machine. */
export function onGpu(name: string, create: (device: GPUDevice) => Backend): TestBackend {
  return {
    name,
    create() {
      if (!gpu) throw new Error('There is no GPU, and this test was to be skipped.');
      return create(gpu.device);
    },
    skipped: !gpu,
  };
}

export const BACKENDS: TestBackend[] = [{ name: 'cpu', create: cpuBackend, skipped: false }, onGpu('webgpu', gpuBackend)];
