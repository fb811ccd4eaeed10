import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { gpuBackend } from '../../autodiff/gpuBackend';
import type { Loaded } from '../service';

/** Where the encoder computes, training does: asked anew at every call, as a GPU may be lost, and come back. */
export function backendFor({ encoder }: Pick<Loaded, 'encoder'>): () => Backend {
  return () => (encoder.gpu ? gpuBackend(encoder.gpu.device) : cpuBackend());
}
