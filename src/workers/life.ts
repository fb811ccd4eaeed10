/**
 * Tells a dead worker from a busy one. A worker holds a Web Lock of a random name for as long as it lives, and the browser gives the
 * lock to whoever waits for it as soon as the worker is gone, however it ended.
 */

/** In the worker. @returns once the name is held; never, where the browser has no locks */
export function holdLife(name: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks?.request(name, () => {
      held();
      return new Promise<never>(() => {});
    });
  });
}

/** In the page, once the worker holds the name. @returns when the worker is gone; rejects when the signal fires first */
export async function endOfLife(name: string, signal: AbortSignal): Promise<void> {
  await navigator.locks.request(name, { signal }, () => undefined);
}
