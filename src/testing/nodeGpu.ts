/** WebGPU in Node through Dawn, for the kernels' tests. `vitest.config.ts` lets it find SwiftShader on a machine without a GPU. */
import { type Gpu, requestGpu } from '../gpu/device';

// Devices live only as long as the object that create() returned.
let dawn: GPU | undefined;

/**
 * @param through what devices are asked for. Default: Dawn itself
 * @returns undefined only where there is no adapter and ALLOW_NO_GPU=1 lets the tests that need one be skipped
 * @throws Error where there is no adapter otherwise
 */
export async function nodeGpu(through = (gpu: GPU) => gpu): Promise<Gpu | undefined> {
  let cause: unknown;
  try {
    const { create } = await import('webgpu');
    dawn ??= create(process.platform === 'linux' ? ['backend=vulkan'] : []);
    const gpu = await requestGpu(through(dawn));
    if (gpu) return gpu;
  } catch (error) {
    cause = error;
  }
  if (process.env.ALLOW_NO_GPU === '1') return undefined;
  throw new Error(
    'No WebGPU adapter was found, and these tests need one: run "npx playwright install chromium" for a software one, ' +
      'or set ALLOW_NO_GPU=1 to skip them.',
    { cause },
  );
}
