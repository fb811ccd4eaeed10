/** How long messages may wait: a cancel is heard within this and the batch under way. */
const INTERVAL_MS = 50;

/**
 * Lets the event loop turn now and then. ONNX Runtime on wasm computes without ever leaving the thread,
 * so that without this no message, not even a cancel, would be heard before the end of a job.
 *
 * @param interval how long it may be kept from that, in milliseconds. Default: 50
 */
export function breather(interval = INTERVAL_MS): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < interval) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}

/** For work on the page itself: keys and frames have their turn. */
export const SLICE_MS = 12;
