/**
 * Threads of ONNX Runtime's WebAssembly, where a page is isolated from other origins. They are workers as well, which it starts from
 * the script that it stands in: this worker's.
 */
import { headerOf } from '../model/http';
import { trusted } from './startModule';

const MOST_THREADS = 4;

/** Whether this worker is such a thread: importing ONNX Runtime is then all that it needs. */
export const isThread = (): boolean => self.name.startsWith('em-pthread');

/**
 * Whether a script comes with the header without which browsers start no worker from it on an isolated page. Some hosts send it with
 * pages alone, and ONNX Runtime would wait for its threads for ever.
 */
const isEmbeddable = (script: string): boolean => headerOf(script, 'Cross-Origin-Embedder-Policy') !== null;

/** Lets threads start where that is possible. @param script where the script that holds ONNX Runtime came from @returns how many */
export function allowThreads(script: string): number {
  if (!self.crossOriginIsolated || new URL(script).origin !== self.location.origin || !isEmbeddable(script)) return 1;
  // ONNX Runtime gives a plain address, which pages that require Trusted Types refuse.
  self.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(trusted(String(address)), options);
    }
  };
  return Math.min(MOST_THREADS, navigator.hardwareConcurrency);
}
