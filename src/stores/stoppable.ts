/** Work in the worker that a person can stop: one at a time, with its progress. */
import { type TandemError, toTandemError } from '../errors';

export interface Stoppable<P extends object> {
  running?: P & { stop(): void };
  error?: TandemError;
}

/** Of the store that shows it. */
interface Shown<P extends object> {
  get(): Stoppable<P>;
  set(part: Stoppable<P>): void;
}

/**
 * Does nothing where the store shows that it is under way. What goes wrong is its `error`; being stopped is not.
 *
 * @param first progress
 */
export async function runStoppable<P extends object>(
  { get, set }: Shown<P>,
  first: P,
  task: (signal: AbortSignal, show: (progress: P) => void) => Promise<void>,
): Promise<void> {
  if (get().running) return;
  const controller = new AbortController();
  const running = { ...first, stop: () => controller.abort() };
  set({ running, error: undefined });
  try {
    await task(controller.signal, (progress) => set({ running: { ...running, ...progress } }));
  } catch (thrown) {
    const error = toTandemError(thrown);
    if (error.code !== 'aborted') set({ error });
  } finally {
    set({ running: undefined });
  }
}
