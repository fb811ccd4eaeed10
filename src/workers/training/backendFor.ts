import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { gpuBackend } from '../../autodiff/gpuBackend';
import type { ServiceHost } from '../host';
import type { Loaded } from '../service';

/** Where the encoder computes, training does. */
export async function backendFor({ encoder }: Loaded, host: ServiceHost): Promise<() => Backend> {
  const gpu = encoder.device.device === 'webgpu' ? await host.gpu() : undefined;
  return gpu ? () => gpuBackend(gpu.device) : cpuBackend;
}
