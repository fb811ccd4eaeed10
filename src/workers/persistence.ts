/**
 * Whether the browser keeps what the page stores. It may ask the person, so it is asked once per visit, when the worker is about to
 * store something that a person would miss: a model that was downloaded, opened from disk or trained, or a run.
 */

let asked = false;

/** @returns whether stored models are safe from the browser's own clearing; undefined where nobody knows */
export async function isPersistent(): Promise<boolean | undefined> {
  return storage()
    ?.persisted?.()
    .catch(() => undefined);
}

/** Asks for it, the first time. @returns as {@link isPersistent} */
export async function askToPersist(): Promise<boolean | undefined> {
  const persistent = await isPersistent();
  if (persistent !== false || asked) return persistent;
  asked = true;
  return storage()
    ?.persist?.()
    .catch(() => undefined);
}

/** Node 20 has no navigator. */
const storage = (): StorageManager | undefined => globalThis.navigator?.storage;
