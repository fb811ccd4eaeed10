/** The backends that training is tested on. */
import type { Backend } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { gpuBackend } from '../autodiff/gpuBackend';
import { asHardware } from './deviceWith';
import { nodeGpu } from './nodeGpu';

export interface TestBackend {
  name: string;
  create(): Backend;
  /** Whether it is one of a GPU, on a machine that may do without. */
  skipped: boolean;
}

const gpu = await nodeGpu();

/**
 * A backend on the GPU of the test machine.
 *
 * @param as the device that it takes this one for. Default: what it is
 */
function onGpu(name: string, as: (device: GPUDevice) => GPUDevice = (device) => device): TestBackend {
  const device = gpu && as(gpu.device);
  return {
    name,
    create() {
      if (!device) throw new Error('There is no GPU, and this test was to be skipped.');
      return gpuBackend(device);
    },
    skipped: !gpu,
  };
}

/** On a software adapter, too, with the kernels that GPUs take. */
export const WEBGPU = onGpu('webgpu', asHardware);

export const BACKENDS: TestBackend[] = [{ name: 'cpu', create: cpuBackend, skipped: false }, WEBGPU];

/** Where the adapter is a software one, with the large blocks that those take, whose compilation takes seconds. */
export const WITH_BLOCKS = onGpu('webgpu, as software adapters compute');
