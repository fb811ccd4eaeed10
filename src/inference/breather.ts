/** How long messages may wait: a cancel is heard within this and the batch under way. */
const INTERVAL_MS = 50;

/**
 * Lets the event loop turn now and then. ONNX Runtime on wasm computes without ever leaving the thread,
 * so that without this no message, not even a cancel, would be heard before the end of a job.
 */
export function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < INTERVAL_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
