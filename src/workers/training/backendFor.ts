import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { gpuBackend } from '../../autodiff/gpuBackend';
import type { Loaded } from '../service';

/** Where the encoder computes, training does: asked anew at every call, as a GPU may be lost, and come back. */
export function backendFor({ encoder }: Pick<Loaded, 'encoder'>): () => Backend {
  return () => (encoder.gpu ? gpuBackend(encoder.gpu.device) : cpuBackend());
}

/** Awaited before anything is computed on {@link backendFor}: a GPU that gets our kernels wrong is left by then. */
export async function provedKernels({ encoder }: Pick<Loaded, 'encoder'>): Promise<void> {
  await encoder.proveKernels().catch((thrown) => {
    // The model then computes on the CPU, and its status says why.
    if (encoder.gpu) throw thrown;
  });
}
